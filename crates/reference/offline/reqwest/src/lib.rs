//! The part of `reqwest` that `openai-harmony` names, refusing every request. See ../../README.md.

use std::fmt;

/// Why a request failed: always because nothing is downloaded here.
#[derive(Debug)]
pub struct Error {
    url: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this build never downloads, and was asked for {}", self.url)
    }
}

impl std::error::Error for Error {}

/// The blocking client.
pub mod blocking {
    use super::Error;
    use std::convert::Infallible;
    use std::io;

    /// A client that sends nothing.
    #[derive(Default)]
    pub struct Client;

    impl Client {
        /// Makes a client.
        pub fn new() -> Self {
            Client
        }

        /// Prepares a request that will be refused.
        pub fn get(&self, url: &str) -> RequestBuilder {
            RequestBuilder { url: url.to_owned() }
        }
    }

    /// A request that will be refused.
    pub struct RequestBuilder {
        url: String,
    }

    impl RequestBuilder {
        /// Refuses the request.
        pub fn send(self) -> Result<Response, Error> {
            Err(Error { url: self.url })
        }
    }

    /// A response that cannot exist.
    pub struct Response(Infallible);

    impl Response {
        /// The real one turns HTTP error codes into errors.
        pub fn error_for_status(self) -> Result<Self, Error> {
            match self.0 {}
        }
    }

    impl io::Read for Response {
        fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
            match self.0 {}
        }
    }
}
