//! One TCP port for the portal and for media of those whose network lets no UDP pass (ICE-TCP, see
//! `room/tcp.rs`). A media connection begins with a datagram's length, which is below 512 where it
//! is a binding request; no request of HTTP, and no TLS before a proxy's, begins with such a byte.

use crate::room::Rooms;
use axum::serve::Listener;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A browser opens connections before it knows what to ask.
const FIRST_BYTE: Duration = Duration::from_secs(60);
const HIGHEST_OF_LENGTH: u8 = 1;

/// The HTTP half of a port, for `axum::serve`.
pub struct Port {
    address: SocketAddr,
    callers: mpsc::Receiver<(TcpStream, SocketAddr)>,
    _sorting: JoinSet<()>,
}

impl Port {
    /// Takes connections from `listener`; those of media go to `rooms`.
    ///
    /// # Errors
    /// If the listener has no address.
    pub fn share(listener: TcpListener, rooms: Rooms) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (http, callers) = mpsc::channel(1);
        let mut sorting = JoinSet::new();
        sorting.spawn(sort(listener, rooms, http));
        Ok(Self {
            address,
            callers,
            _sorting: sorting,
        })
    }
}

impl Listener for Port {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        match self.callers.recv().await {
            Some(caller) => caller,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn sort(mut listener: TcpListener, rooms: Rooms, http: mpsc::Sender<(TcpStream, SocketAddr)>) {
    // Ends them with the listener.
    let mut waiting = JoinSet::new();
    loop {
        tokio::select! {
            (stream, from) = Listener::accept(&mut listener) => {
                waiting.spawn(admit(stream, from, rooms.clone(), http.clone()));
            }
            Some(_) = waiting.join_next() => {}
        }
    }
}

async fn admit(stream: TcpStream, from: SocketAddr, rooms: Rooms, http: mpsc::Sender<(TcpStream, SocketAddr)>) {
    let mut first = [0];
    match timeout(FIRST_BYTE, stream.peek(&mut first)).await {
        Ok(Ok(1)) if first[0] <= HIGHEST_OF_LENGTH => rooms.serve_tcp(stream, from).await,
        Ok(Ok(1)) => _ = http.send((stream, from)).await,
        _ => {}
    }
}
