//! Patterns of actions, such as `s3:Get*`, compared with one another. IAM does not regard the case
//! of actions.

/// Whether `outer` matches every action that `inner` matches.
///
/// Says no in a few cases where it does: `?*` and `*?` are taken for different patterns.
pub(crate) fn includes(outer: &str, inner: &str) -> bool {
    let (outer, inner) = (outer.to_ascii_lowercase(), inner.to_ascii_lowercase());
    let inner = inner.as_bytes();
    // From right to left; `tail[at]`: whether the rest of `outer` includes `inner[at..]`.
    let mut tail: Vec<bool> = (0..=inner.len()).map(|at| at == inner.len()).collect();
    for pattern in outer.bytes().rev() {
        let mut longer = vec![false; inner.len() + 1];
        for at in (0..=inner.len()).rev() {
            longer[at] = match (pattern, inner.get(at)) {
                (b'*', None) => tail[at],
                (b'*', Some(_)) => tail[at] || longer[at + 1],
                (_, None | Some(b'*')) => false,
                (_, Some(&byte)) => (pattern == b'?' || pattern == byte) && tail[at + 1],
            };
        }
        tail = longer;
    }
    tail[0]
}

/// Whether some action is matched by both.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let other = other.as_bytes();
    // From right to left; `tail[at]`: whether the rest of `one` overlaps `other[at..]`.
    let stars = |rest: &[u8]| rest.iter().all(|it| *it == b'*');
    let mut tail: Vec<bool> = (0..=other.len()).map(|at| stars(&other[at..])).collect();
    for pattern in one.bytes().rev() {
        let mut longer = vec![false; other.len() + 1];
        for at in (0..=other.len()).rev() {
            longer[at] = match (pattern, other.get(at)) {
                (b'*', None) => tail[at],
                (b'*', Some(_)) | (_, Some(b'*')) => tail[at] || longer[at + 1],
                (_, None) => false,
                (_, Some(&byte)) => {
                    (pattern == b'?' || byte == b'?' || pattern == byte) && tail[at + 1]
                }
            };
        }
        tail = longer;
    }
    tail[0]
}

#[cfg(test)]
mod tests;
