//! Sets the linker flags that a Node.js addon needs on the target platform.

fn main() {
    napi_build::setup();
}
