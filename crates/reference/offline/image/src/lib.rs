//! Empty: `openai-harmony` names `image` and uses nothing of it. See ../../README.md.
