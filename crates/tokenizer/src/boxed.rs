//! Arrays on the heap.

/// Makes an array that never is on the stack.
pub fn filled<T: Clone, const LENGTH: usize>(value: T) -> Box<[T; LENGTH]> {
    let array = vec![value; LENGTH].try_into();
    array.unwrap_or_else(|_| unreachable!("the vector has the array's length"))
}
