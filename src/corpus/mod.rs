//! A folder of reports: what is in it, what was read, and the jobs that index it.
