//! Zeroed memory for tables.

/// The bytes of a cache line and of a huge page.
const LINE: usize = 64;
const HUGE: usize = 2 << 20;

/// The bytes of a word.
const WORD: usize = size_of::<u64>();

/// Requests `count` zeroed words. Only the pages that are touched become resident; memory requested with an alignment
/// would be zeroed at once, so more is requested instead. Returns the memory, and the index of its first word, which is
/// at the start of a cache line. Huge pages, if the system has them, save most of the time that the first touch of each
/// page takes.
pub fn zeroed(count: usize) -> (Vec<u64>, usize) {
    let is_huge = count * WORD >= HUGE;
    let slack = if is_huge { HUGE } else { LINE } / WORD;
    let memory = vec![0; count + slack];
    let first = memory.as_ptr().align_offset(slack * WORD).min(slack);
    if is_huge {
        advise_huge_pages(&memory[first..first + count]);
    }
    (memory, first)
}

/// Asks the system for huge pages.
#[cfg(all(target_os = "linux", not(miri)))]
fn advise_huge_pages(words: &[u64]) {
    // SAFETY: the range is one allocation, and the advice changes neither what it holds nor who may access it. It may
    // be refused.
    unsafe {
        libc::madvise(
            words.as_ptr().cast_mut().cast(),
            size_of_val(words),
            libc::MADV_HUGEPAGE,
        )
    };
}

#[cfg(any(miri, not(target_os = "linux")))]
fn advise_huge_pages(_words: &[u64]) {}
