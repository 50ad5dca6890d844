//! Asks for memory that will be needed soon, so that many waits for memory overlap.

/// Asks for the cache line at an address. On processors other than x86-64 this does nothing.
#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
#[inline(always)]
pub fn prefetch<T>(address: *const T) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: SSE is part of x86-64, and a prefetch may have any address: it never faults and reads nothing.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) };
}

#[cfg(any(harmony_portable, not(target_arch = "x86_64")))]
#[inline(always)]
pub fn prefetch<T>(_address: *const T) {}
