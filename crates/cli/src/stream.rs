//! Many threads, one order: items are worked on side by side and come out as they went in.
//!
//! For each item the reader queues a ticket; the worker that takes the item puts its result on the ticket, and the tickets are
//! collected in order. The queue of tickets is short, so that a slow item holds the reader back, and memory stays bounded however long
//! the stream is.

use crate::error::RunError;
use crossbeam_channel::{Receiver, Sender, bounded, select};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::thread;

/// Items in flight for each worker: enough to keep it busy while a longer one is waited for.
const IN_FLIGHT: usize = 8;

/// Room for the recursion of a worker on a deeply nested text.
const STACK: usize = 64 << 20;

type Ticketed<I, O> = (I, Sender<O>);

/// Gives each of `items` to one of `threads` workers and its result to `collect`, in the order of the items, until that breaks.
///
/// `worker` is called once in each thread to make its worker. `idle` is called when nothing is ready to be collected yet.
///
/// # Errors
/// When a thread cannot be started.
pub fn in_order<I, O, W>(
    threads: usize,
    items: impl Iterator<Item = I> + Send + 'static,
    worker: impl Fn() -> W + Sync,
    mut collect: impl FnMut(Event<O>) -> ControlFlow<()>,
) -> Result<(), RunError>
where
    I: Send + 'static,
    O: Send + 'static,
    W: FnMut(I) -> O,
{
    let (to_workers, work) = bounded::<Ticketed<I, O>>(threads);
    let (to_collector, tickets) = bounded::<Receiver<O>>(threads * IN_FLIGHT);
    // Not scoped: when the collector breaks, a reader that waits for standard input must not be waited for.
    thread::Builder::new()
        .name("reader".into())
        .spawn(move || read(items, to_workers, to_collector))
        .map_err(RunError::Thread)?;
    let (running, stop) = bounded::<Infallible>(0);
    thread::scope(|scope| {
        // Dropped when the collector is done, which stops the workers even while the reader waits.
        let running = running;
        for number in 0..threads {
            let (work, stop, worker) = (work.clone(), stop.clone(), &worker);
            thread::Builder::new()
                .name(format!("worker {number}"))
                .stack_size(STACK)
                .spawn_scoped(scope, move || run_worker(worker(), &work, &stop))
                .map_err(RunError::Thread)?;
        }
        for ticket in &tickets {
            let ready = ticket.try_recv();
            if ready.is_err() && collect(Event::Idle).is_break() {
                break;
            }
            // A worker that panicked has dropped its ticket; the scope passes the panic on.
            let Ok(result) = ready.or_else(|_| ticket.recv()) else { break };
            if collect(Event::Result(result)).is_break() {
                break;
            }
        }
        drop(running);
        Ok(())
    })
}

fn run_worker<I, O>(mut run: impl FnMut(I) -> O, work: &Receiver<Ticketed<I, O>>, stop: &Receiver<Infallible>) {
    loop {
        select! {
            recv(work) -> next => {
                let Ok((item, ticket)) = next else { return };
                // Nobody is there to take it once the collector broke.
                let _ = ticket.send(run(item));
            }
            recv(stop) -> _ => return,
        }
    }
}

/// What a collector hears of.
#[derive(Debug)]
pub enum Event<O> {
    /// The next result.
    Result(O),
    /// The next result is not there yet: time to flush.
    Idle,
}

fn read<I, O>(items: impl Iterator<Item = I>, to_workers: Sender<Ticketed<I, O>>, to_collector: Sender<Receiver<O>>) {
    for item in items {
        let (ticket, result) = bounded(1);
        if to_collector.send(result).is_err() || to_workers.send((item, ticket)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn collected(threads: usize, items: impl Iterator<Item = u64> + Send + 'static, until: usize) -> Vec<u64> {
        let mut results = Vec::new();
        in_order(
            threads,
            items,
            || |n: u64| (0..(n * 7919) % 5000).fold(n, |a, _| std::hint::black_box(a)),
            |event| {
                if let Event::Result(n) = event {
                    results.push(n);
                }
                if results.len() < until { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        )
        .unwrap();
        results
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 3, 8] {
            assert_eq!(collected(threads, 0..500, usize::MAX), (0..500).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_endless_stream_is_not_read_ahead_and_can_be_left() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        let endless = (0..).inspect(|_| _ = READ.fetch_add(1, Ordering::Relaxed));
        assert_eq!(collected(2, endless, 10).len(), 10);
        assert!(READ.load(Ordering::Relaxed) < 10 + 3 * 2 * IN_FLIGHT);
    }

    #[test]
    fn a_reader_that_waits_forever_does_not_hold_the_end_up() {
        let waits = (0..3).chain(std::iter::from_fn(|| {
            loop {
                thread::park();
            }
        }));
        assert_eq!(collected(2, waits, 3), [0, 1, 2]);
    }
}
