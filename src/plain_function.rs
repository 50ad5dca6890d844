//! Functions that JavaScript calls for each token or part of a completion, made with Node-API itself.
//!
//! Node-API calls a plain function in a fifth of the time that a method takes, and napi's own closures allocate memory for
//! each call.

use crate::error::{self, guard};
use harmony::{Error, Result};
use napi::{
    Env, JsError,
    bindgen_prelude::{FromNapiValue, Function},
    check_status, sys,
};
use std::{ffi::c_void, ptr};

/// A value of JavaScript. Null stands for `undefined`.
pub type RawValue = sys::napi_value;

/// Makes a function of `N` arguments. What it returns was made with the environment that it is given.
pub fn plain_function<'env, const N: usize, F>(
    env: &'env Env,
    function: F,
) -> napi::Result<Function<'env, (), ()>>
where
    F: Fn(sys::napi_env, [RawValue; N]) -> Result<RawValue> + 'static,
{
    let data: *mut c_void = Box::into_raw(Box::new(function)).cast();
    let mut value = ptr::null_mut();
    // SAFETY: `data` lives until the finalizer drops it, which Node.js calls once nobody can call the function any more.
    unsafe {
        check_status!(sys::napi_create_function(
            env.raw(),
            ptr::null(),
            0,
            Some(call::<N, F>),
            data,
            &mut value
        ))?;
        check_status!(sys::napi_add_finalizer(
            env.raw(),
            value,
            data,
            Some(finalize::<F>),
            ptr::null_mut(),
            ptr::null_mut()
        ))?;
        Function::from_napi_value(env.raw(), value)
    }
}

/// Converts the argument of a function.
///
/// # Errors
/// [`Error::Runtime`] if it is of another type.
pub fn argument<T: FromNapiValue>(env: sys::napi_env, value: RawValue) -> Result<T> {
    // SAFETY: functions get both from Node.js.
    unsafe { T::from_napi_value(env, value) }.map_err(Error::runtime)
}

/// # Safety
/// Node.js calls this, for a function that was created with an `F`.
unsafe extern "C" fn call<const N: usize, F>(env: sys::napi_env, info: sys::napi_callback_info) -> RawValue
where
    F: Fn(sys::napi_env, [RawValue; N]) -> Result<RawValue> + 'static,
{
    let called = guard(|| {
        let mut count = N;
        let (mut values, mut data) = ([ptr::null_mut(); N], ptr::null_mut());
        // SAFETY: Node.js passes a valid environment and call, writes `count` arguments, `undefined` for each that is
        // missing, and has the data of `F`.
        let function = unsafe {
            let (values, this) = (values.as_mut_ptr(), ptr::null_mut());
            let status = sys::napi_get_cb_info(env, info, &mut count, values, this, &mut data);
            check_status!(status).map_err(Error::runtime)?;
            &*data.cast::<F>()
        };
        function(env, values)
    });
    returned(env, called)
}

/// Returns the value to Node.js, or throws the error.
fn returned(env: sys::napi_env, called: error::Result<RawValue>) -> RawValue {
    called.unwrap_or_else(|error| {
        // SAFETY: the environment is the one that Node.js has called with.
        unsafe { JsError::from(error).throw_into(env) };
        ptr::null_mut()
    })
}

/// # Safety
/// Node.js calls this, once, with the data that belongs to a function.
unsafe extern "C" fn finalize<F>(_env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: `data` is from `Box::into_raw`, and no call uses it any more.
    drop(unsafe { Box::from_raw(data.cast::<F>()) });
}
