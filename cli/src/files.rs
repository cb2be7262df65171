//! How files are written that tell where an account is weak: whole or not at all, readable by their
//! owner alone, and never through a link.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes the file at `path` by `write`. What is there stays until all of the new file is written;
/// then it is replaced. A link is replaced too, and what it leads to stays as it is.
///
/// # Errors
/// If it cannot be written, or what is there is no file: a folder, a device, a pipe.
pub(crate) fn write(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(begin(path)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    finish(file, path).map(drop)
}

/// Begins a file that shall be at `path`: a new one beside it, with a name that nobody can guess.
pub(crate) fn begin(path: &Path) -> io::Result<NamedTempFile> {
    if !is_replaceable(path)? {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    // It is made anew (O_EXCL), and on Unix with the mode 0600.
    tempfile::Builder::new().prefix(".aws-core-").tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Puts a begun file at `path`, and returns it.
pub(crate) fn finish(file: NamedTempFile, path: &Path) -> io::Result<File> {
    file.persist(path).map_err(|it| it.error)
}

/// Whether there is nothing at `path`, or a file, or a link to one or to nothing. Whoever names a
/// device, such as `/dev/null`, must not lose it.
fn is_replaceable(path: &Path) -> io::Result<bool> {
    let of = |metadata: io::Result<Metadata>| match metadata {
        Ok(it) => Ok(Some(it.file_type())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    match of(fs::symlink_metadata(path))? {
        Some(it) if it.is_symlink() => Ok(of(fs::metadata(path))?.is_none_or(|it| it.is_file())),
        found => Ok(found.is_none_or(|it| it.is_file())),
    }
}

/// Opens the file at `path` to be believed: one that whoever owns `own` wrote, and nobody else may
/// read or write.
///
/// # Errors
/// If the file cannot be opened; within, why it is not to be believed, as part of a sentence.
pub(crate) fn open_own(path: &Path, own: &File) -> io::Result<Result<File, &'static str>> {
    let found = fs::symlink_metadata(path)?;
    if found.file_type().is_symlink() {
        return Ok(Err("it is a link"));
    }
    if !found.is_file() {
        return Ok(Err("it is no regular file"));
    }
    let file = File::open(path)?;
    Ok(owned(&file.metadata()?, &found, &own.metadata()?).map(|()| file))
}

/// Whether the file that was `opened` is the one that was `found`, and as much our own as `own` is.
#[cfg(unix)]
fn owned(opened: &Metadata, found: &Metadata, own: &Metadata) -> Result<(), &'static str> {
    use std::os::unix::fs::MetadataExt as _;
    if (opened.dev(), opened.ino()) != (found.dev(), found.ino()) {
        return Err("it was replaced while it was opened");
    }
    if opened.uid() != own.uid() {
        return Err("it is somebody else's");
    }
    if opened.mode() & 0o077 != 0 {
        return Err("others may read or write it (see chmod 600)");
    }
    Ok(())
}

#[cfg(not(unix))]
fn owned(_: &Metadata, _: &Metadata, _: &Metadata) -> Result<(), &'static str> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use tempfile::TempDir;

    use super::*;

    fn put(path: &Path, text: &str) -> io::Result<()> {
        write(path, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn a_file_is_new_and_its_owners_alone() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("report.json");
        put(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        put(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_link_leads_to_stays() {
        let folder = TempDir::new().unwrap();
        let (path, other) = (folder.path().join("report.json"), folder.path().join("other"));
        fs::write(&other, "precious").unwrap();
        for target in [other.as_path(), Path::new("nowhere")] {
            let _ = fs::remove_file(&path);
            symlink(target, &path).unwrap();
            put(&path, "report").unwrap();
            assert!(fs::symlink_metadata(&path).unwrap().is_file());
            assert_eq!(fs::read_to_string(&path).unwrap(), "report");
        }
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
        assert!(!folder.path().join("nowhere").exists());
    }

    #[test]
    fn what_fails_leaves_what_is_there() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("report.json");
        put(&path, "one").unwrap();
        let full = |out: &mut dyn Write| {
            out.write_all(b"tw")?;
            Err(io::ErrorKind::StorageFull.into())
        };
        assert!(write(&path, full).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = TempDir::new().unwrap();
        let device = folder.path().join("null");
        symlink("/dev/null", &device).unwrap();
        for path in [folder.path(), Path::new("/dev/null"), &device] {
            assert_eq!(put(path, "").unwrap_err().to_string(), "it is no regular file");
        }
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
