//! Places the vocabulary file where the crate `openai-harmony` looks for it, so that the crate never downloads it.
//!
//! The crate (its module `tiktoken_ext`) reads the first of these: `o200k_base.tiktoken` in the folder that
//! `TIKTOKEN_ENCODINGS_BASE` names; a file named after a hash in the folder that `TIKTOKEN_RS_CACHE_DIR` names; the same
//! file in `tiktoken-rs-cache` in the system's temporary folder. The first folder belongs to the user: it is checked,
//! never written. In a cache folder, a file that is missing, incomplete or wrong is replaced atomically, and several
//! processes may do so at once.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use harmony::{Error, Result};
use sha2::{Digest as _, Sha256};
use std::{
    env, fmt,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// The file's SHA-256, in hexadecimal.
pub const SHA256: &str = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";

/// The file's name in a folder of encodings.
const NAME: &str = "o200k_base.tiktoken";

/// The file's name in the cache: the SHA-1 of the address that the crate would download it from.
const CACHE_NAME: &str = "fb374d419588a4632f3f557e76b4b70aebbca790";

/// Makes sure that the crate finds the right file, so that it does not try to download it.
///
/// # Errors
/// [`Error::Runtime`], which names the file or folder, if the user's own file is missing or wrong, or if the cache
/// cannot be written.
pub fn ensure() -> Result<()> {
    // As in the crate, a value that is not Unicode counts as not set.
    if let Ok(folder) = env::var("TIKTOKEN_ENCODINGS_BASE") {
        return check_users_file(&Path::new(&folder).join(NAME));
    }
    let folder = match env::var("TIKTOKEN_RS_CACHE_DIR") {
        Ok(folder) => PathBuf::from(folder),
        Err(_) => env::temp_dir().join("tiktoken-rs-cache"),
    };
    ensure_cached(&folder)
}

fn check_users_file(path: &Path) -> Result<()> {
    let problem = match digest(path) {
        Ok(digest) if digest == SHA256 => return Ok(()),
        Ok(digest) => format!("has SHA-256 {digest}, but o200k_base has {SHA256}"),
        Err(error) => format!("cannot be read: {error}"),
    };
    Err(Error::Runtime(format!(
        "TIKTOKEN_ENCODINGS_BASE is set, but its vocabulary file {} {problem}. Put the right file there, or unset \
         the variable to use the embedded vocabulary",
        path.display()
    )))
}

fn ensure_cached(folder: &Path) -> Result<()> {
    let path = folder.join(CACHE_NAME);
    if is_right(&path) {
        return Ok(());
    }
    match place(folder, &path) {
        Ok(()) => Ok(()),
        // Another process may have placed the file while this one failed to.
        Err(_) if is_right(&path) => Ok(()),
        Err(error) => Err(Error::Runtime(format!(
            "cannot write the vocabulary file to the folder {}: {error}. Set TIKTOKEN_RS_CACHE_DIR to a folder that \
             can be written",
            folder.display()
        ))),
    }
}

fn is_right(path: &Path) -> bool {
    digest(path).is_ok_and(|digest| digest == SHA256)
}

fn digest(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(format!("{:x}", hasher.finalize()))
}

/// Writes a new file beside `path` and renames it, so that no reader ever sees an incomplete file.
fn place(folder: &Path, path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut buffered = BufWriter::new(file.as_file_mut());
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    make_readable_for_all(file.as_file())?;
    file.persist(path)?;
    Ok(())
}

/// Lets all users read the file: temporary files are private, but the cache is shared by all users of the machine.
#[cfg(unix)]
fn make_readable_for_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable_for_all(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Writes the content of the file. Each line has a token in base64, a space, and the token's rank.
fn write(out: &mut impl Write) -> io::Result<()> {
    for (rank, token) in tokenizer::tokens().enumerate() {
        writeln!(out, "{} {rank}", Base64(token))?;
    }
    Ok(())
}

struct Base64<'a>(&'a [u8]);

impl fmt::Display for Base64<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn the_written_file_is_the_original() {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        assert_eq!(bytes.len(), 3_613_922);
        assert_eq!(format!("{:x}", Sha256::digest(&bytes)), SHA256);
    }

    #[test]
    fn a_missing_and_a_wrong_file_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("made/by/us");
        ensure_cached(&cache).unwrap();
        let path = cache.join(CACHE_NAME);
        assert!(is_right(&path));
        fs::write(&path, b"half a fi").unwrap();
        ensure_cached(&cache).unwrap();
        assert!(is_right(&path));
        assert_eq!(
            fs::read_dir(&cache).unwrap().count(),
            1,
            "no temporary file stays"
        );
    }

    #[test]
    fn many_writers_at_once_leave_one_right_file() {
        let folder = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| ensure_cached(folder.path()).unwrap());
            }
        });
        assert!(is_right(&folder.path().join(CACHE_NAME)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a-file");
        fs::write(&file, b"").unwrap();
        let message = ensure_cached(&file.join("below")).unwrap_err().to_string();
        assert!(
            message.contains(&file.join("below").display().to_string()),
            "{message}"
        );
    }

    #[test]
    fn a_wrong_or_missing_users_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let missing = check_users_file(&path).unwrap_err().to_string();
        assert!(
            missing.contains("cannot be read") && missing.contains(NAME),
            "{missing}"
        );
        fs::write(&path, b"wrong").unwrap();
        let wrong = check_users_file(&path).unwrap_err().to_string();
        assert!(
            wrong.contains("has SHA-256 8810ad581e59f2bc3928b261707a71308f7e139eb04820366dc4d5c18d980225"),
            "{wrong}"
        );
        write(&mut File::create(&path).unwrap()).unwrap();
        check_users_file(&path).unwrap();
    }
}
