use super::write;
use crate::sample;
