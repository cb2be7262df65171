//! The tokens of a list that AWS hands out page by page.
//!
//! Who takes a list for complete says of what is not in it that it no longer exists. So a list that
//! goes in circles is an error here, where the SDK takes a token that it has seen for the end.

use std::collections::HashSet;

use crate::error::{Code, Error, Result};

/// How far a listing has come.
#[derive(Debug)]
pub struct Paging {
    action: &'static str,
    seen: HashSet<String>,
    token: Option<String>,
}

impl Paging {
    /// The beginning of a listing that `action` permits.
    pub fn of(action: &'static str) -> Self {
        Self { action, seen: HashSet::new(), token: None }
    }

    /// What to ask for the next page with; `None` for the first.
    pub fn token(&self) -> Option<String> {
        self.token.clone()
    }

    /// Takes the token that came with a page; whether there is another page.
    ///
    /// # Errors
    /// If the token came before: the listing would never end.
    pub fn advance(&mut self, token: Option<String>) -> Result<bool> {
        self.token = token.filter(|it| !it.is_empty());
        match &self.token {
            Some(token) if !self.seen.insert(token.clone()) => {
                let message = format!("repeated token on {}: {token}", self.action);
                Err(Error::new(Code::CallFailed, message))
            }
            token => Ok(token.is_some()),
        }
    }

    /// The same of a page that says itself whether there is another, as IAM's do.
    ///
    /// # Errors
    /// If there is another but no token to ask for it with, too.
    pub fn advance_if(&mut self, is_truncated: bool, token: Option<String>) -> Result<bool> {
        let more = self.advance(token.filter(|_| is_truncated))?;
        if is_truncated && !more {
            let message = format!("no token for the next page on {}", self.action);
            return Err(Error::new(Code::CallFailed, message));
        }
        Ok(more)
    }
}

#[cfg(test)]
mod tests;
