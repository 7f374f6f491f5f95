//! Time, measured several times over, and memory.
#![expect(clippy::disallowed_types, reason = "what is measured is time")]

use std::hint::black_box;
use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// How long something took, each time that it ran, in nanoseconds.
#[derive(Clone, Debug, Default)]
pub struct Timing {
    cpu: Vec<u64>,
    wall: Vec<u64>,
}

impl Timing {
    /// Of as many runs as asked. What a run gives is dropped outside the time.
    pub fn of<R>(times: usize, mut run: impl FnMut() -> R) -> Timing {
        let mut timing = Timing::default();
        for _ in 0..times {
            drop(timing.add(&mut run));
        }
        timing
    }

    /// Runs it once more.
    pub fn add<R>(&mut self, run: impl FnOnce() -> R) -> R {
        let (wall, cpu) = (Instant::now(), cpu_time());
        let result = black_box(run());
        self.cpu.push(cpu_time() - cpu);
        self.wall
            .push(u64::try_from(wall.elapsed().as_nanos()).unwrap_or(u64::MAX));
        result
    }

    /// All that ran, as one run of everything.
    #[must_use]
    pub fn in_all(&self) -> Timing {
        Timing {
            cpu: vec![self.cpu.iter().sum()],
            wall: vec![self.wall.iter().sum()],
        }
    }

    /// The same where each run does its work so often.
    #[must_use]
    pub fn each(mut self, often: u64) -> Timing {
        for time in self.cpu.iter_mut().chain(&mut self.wall) {
            *time /= often;
        }
        self
    }

    /// The median of the processor's time.
    #[must_use]
    pub fn median(&self) -> u64 {
        median(&self.cpu)
    }

    /// The least of the processor's time.
    #[must_use]
    pub fn least(&self) -> u64 {
        self.cpu.iter().copied().min().unwrap_or(0)
    }

    /// The median of the time on the wall.
    #[must_use]
    pub fn wall(&self) -> u64 {
        median(&self.wall)
    }

    /// The least of the time on the wall.
    #[must_use]
    pub fn least_wall(&self) -> u64 {
        self.wall.iter().copied().min().unwrap_or(0)
    }
}

fn median(times: &[u64]) -> u64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// The processor's time of all threads, in nanoseconds.
fn cpu_time() -> u64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let nanos = time.tv_sec * 1_000_000_000 + time.tv_nsec;
    u64::try_from(nanos).unwrap_or(0)
}

/// What valgrind counts the instructions of: it knows this function by its name.
#[inline(never)]
#[unsafe(no_mangle)]
pub fn koers_bench_hot(work: &mut dyn FnMut()) {
    work();
}
