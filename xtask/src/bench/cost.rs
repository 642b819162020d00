//! What a process costs, out of Linux's `/proc`.

use std::error::Error;
use std::fs;

/// What a run cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of all processors together.
    pub processor: f64,
    /// The most memory resident, in MB.
    pub memory: u64,
}

impl Cost {
    /// What this process has cost so far, but for the time on the wall.
    ///
    /// # Errors
    /// Where there is no `/proc`.
    pub fn so_far() -> Result<Self, Box<dyn Error>> {
        Self::of("self").ok_or_else(|| "costs are measured on Linux".into())
    }

    /// What a process has cost so far, but for the time on the wall; nothing when it is gone.
    pub fn of(process: &str) -> Option<Self> {
        let read = |file: &str| fs::read_to_string(format!("/proc/{process}/{file}")).ok();
        let status = read("status")?;
        let peak =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
        // After the program's name, which ends with a bracket, user and system time are the 12th and 13th fields, in hundredths of
        // a second on every machine.
        let stat = read("stat")?;
        let fields = stat.rsplit(')').next()?.split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
        Some(Self { wall: 0.0, processor: ticks as f64 / 100.0, memory: peak? >> 10 })
    }

    /// Lets the most memory of this process be counted anew.
    pub fn forget_peak() {
        // Where it cannot be, the peak is that of the whole run, which is no less.
        let _ = fs::write("/proc/self/clear_refs", "5");
    }
}
