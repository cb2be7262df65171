//! An HTTP server on the loopback that stops when it is dropped.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    /// Dropping the sender is the signal to stop.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Serves `router` on 127.0.0.1, on a port that is free where `port` is 0.
    pub(crate) async fn start(port: u16, router: Router) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        // Without the delay, since an invocation is a dialogue of small messages.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let (stop, stopped) = oneshot::channel();
        let server = axum::serve(listener, router)
            .with_graceful_shutdown(async move { drop(stopped.await) });
        tokio::spawn(server.into_future());
        Ok(Self { address, _stop: stop })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as a URL without path.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
