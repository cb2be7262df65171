//! Writes the pages of saved reports beside them, for the tests in a browser:
//! `cargo run -p answers --example page -- report.json…`

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use answers::{Report, forms};

fn main() -> Result<(), Box<dyn Error>> {
    for saved in std::env::args_os().skip(1).map(PathBuf::from) {
        let report = Report::read(&fs::read(&saved)?)?;
        let mut page = BufWriter::new(File::create(saved.with_extension("html"))?);
        forms::html::write(&report, &mut page)?;
        page.flush()?;
    }
    Ok(())
}
