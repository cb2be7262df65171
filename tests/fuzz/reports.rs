//! Saved reports, read back and written in every form.

use std::io;

use answers::Report;
use answers::forms::{asff, csv, html, junit, ocsf, oscal, xlsx};

use crate::mutation::Seed;
use crate::runner::Target;

#[test]
fn a_saved_report_is_shown_in_every_form_or_refused() {
    let saved = serde_json::to_value(crate::report()).unwrap();
    let earlier = crate::report();
    Target { name: "reports", cases: 100 }.fuzz(&[Seed::Json(saved)], |input| {
        let Ok(mut report) = Report::read(input) else { return };
        report.compare(&earlier);
        for write in [
            html::write,
            xlsx::write,
            csv::evidence,
            csv::answers,
            ocsf::write,
            asff::write,
            oscal::write,
            junit::write,
        ] {
            // What cannot be written may be refused.
            let _ = write(&report, &mut io::sink());
        }
        let saved = serde_json::to_vec(&report).unwrap();
        Report::read(&saved).unwrap();
    });
}
