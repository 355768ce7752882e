//! One UDP socket, read and written in batches.
//!
//! The only file with `unsafe`: `recvmmsg`, `sendmmsg` with `UDP_SEGMENT`, `ppoll` and `eventfd`
//! have no safe wrapper in std, and halve the kernel time of forwarding. Every pointer handed to
//! the kernel points into vectors that outlive the call and are not resized during it; lengths
//! come from the same vectors. Addresses are IPv4.
#![allow(unsafe_code)]

use super::engine::{Datagram, Remote};
use bytes::BytesMut;
use std::io;
use std::mem;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

const BATCH: usize = 32;
/// Larger than any packet on a path with the usual MTU; longer datagrams are cut and fail to decrypt.
const ROOM: usize = 2048;
/// The kernel takes at most 64 segments and 64 KiB in one send.
const RUN_PACKETS: usize = 60;
const RUN_BYTES: usize = 60_000;

/// Rouses the media thread from [`Socket::wait`].
#[derive(Clone)]
pub struct Waker(Arc<OwnedFd>);

impl Waker {
    pub fn new() -> io::Result<Self> {
        // SAFETY: eventfd takes no pointers; a valid descriptor is owned by nobody else.
        let fd = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: as above.
        Ok(Self(Arc::new(unsafe { OwnedFd::from_raw_fd(fd) })))
    }

    pub fn wake(&self) {
        let one: u64 = 1;
        // SAFETY: eight bytes of a live local. A full counter means the thread is awake anyway.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    fn rest(&self) {
        let mut count: u64 = 0;
        // SAFETY: eight bytes of a live local.
        unsafe { libc::read(self.0.as_raw_fd(), (&raw mut count).cast(), 8) };
    }
}

pub struct Socket {
    socket: UdpSocket,
    waker: Waker,
    buffers: Vec<[u8; ROOM]>,
    segments: bool,
}

impl Socket {
    pub fn bind(address: SocketAddr, waker: Waker) -> io::Result<Self> {
        if !address.is_ipv4() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "media address must be IPv4"));
        }
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None)?;
        // Bursts of keyframes from a full room; the kernel caps it where it is not allowed.
        let _ = socket.set_recv_buffer_size(4 << 20);
        let _ = socket.set_send_buffer_size(4 << 20);
        socket.bind(&address.into())?;
        socket.set_nonblocking(true)?;
        Ok(Self {
            socket: socket.into(),
            waker,
            buffers: vec![[0; ROOM]; BATCH],
            segments: true,
        })
    }

    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Returns when a datagram is there, the waker called, or `longest` has passed.
    pub fn wait(&self, longest: Duration) {
        let fd = |fd| libc::pollfd {
            fd,
            events: libc::POLLIN,
            revents: 0,
        };
        let mut fds = [fd(self.socket.as_raw_fd()), fd(self.waker.0.as_raw_fd())];
        let time = libc::timespec {
            tv_sec: longest.as_secs() as libc::time_t,
            tv_nsec: libc::c_long::from(longest.subsec_nanos() as i32),
        };
        // SAFETY: two live pollfds and a live timespec.
        unsafe { libc::ppoll(fds.as_mut_ptr(), 2, &time, std::ptr::null()) };
        if fds[1].revents != 0 {
            self.waker.rest();
        }
    }

    /// Reads up to one batch; `false` when the queue is empty.
    pub fn receive(&mut self, mut take: impl FnMut(Remote, BytesMut)) -> bool {
        // SAFETY: all-zero is a valid value of these C structures.
        let mut names: [libc::sockaddr_in; BATCH] = unsafe { mem::zeroed() };
        // SAFETY: as above.
        let mut parts: [libc::iovec; BATCH] = unsafe { mem::zeroed() };
        // SAFETY: as above.
        let mut heads: [libc::mmsghdr; BATCH] = unsafe { mem::zeroed() };
        for i in 0..BATCH {
            parts[i] = libc::iovec {
                iov_base: self.buffers[i].as_mut_ptr().cast(),
                iov_len: ROOM,
            };
            heads[i].msg_hdr.msg_iov = &raw mut parts[i];
            heads[i].msg_hdr.msg_iovlen = 1;
            heads[i].msg_hdr.msg_name = (&raw mut names[i]).cast();
            heads[i].msg_hdr.msg_namelen = mem::size_of::<libc::sockaddr_in>() as u32;
        }
        let fd = self.socket.as_raw_fd();
        // SAFETY: BATCH headers, each pointing to one live buffer, name and iovec.
        let got = unsafe {
            libc::recvmmsg(
                fd,
                heads.as_mut_ptr(),
                BATCH as u32,
                libc::MSG_DONTWAIT as _,
                std::ptr::null_mut(),
            )
        };
        let got = usize::try_from(got).unwrap_or(0);
        for i in 0..got {
            let address = Ipv4Addr::from(u32::from_be(names[i].sin_addr.s_addr));
            let from = SocketAddrV4::new(address, u16::from_be(names[i].sin_port));
            let length = (heads[i].msg_len as usize).min(ROOM);
            take(
                Remote::udp(SocketAddr::V4(from)),
                BytesMut::from(&self.buffers[i][..length]),
            );
        }
        got == BATCH
    }

    /// Sends all, joining runs of equal length to one address into one segmented send. What the
    /// kernel has no room for is lost, as on any network.
    pub fn send(&mut self, datagrams: &[Datagram]) {
        let mut runs = Vec::with_capacity(datagrams.len());
        let mut from = 0;
        while from < datagrams.len() {
            let to = if self.segments {
                run_end(datagrams, from)
            } else {
                from + 1
            };
            if datagrams[from].to.at.is_ipv4() {
                runs.push(from..to);
            }
            from = to;
        }
        let mut parts: Vec<libc::iovec> = datagrams
            .iter()
            .map(|d| libc::iovec {
                iov_base: d.data.as_ptr().cast_mut().cast(),
                iov_len: d.data.len(),
            })
            .collect();
        let mut names: Vec<libc::sockaddr_in> = runs.iter().map(|run| name(datagrams[run.start].to.at)).collect();
        // Room for one control message with a u16, aligned as cmsghdr wants it.
        let mut controls = vec![[0u64; 4]; runs.len()];
        let mut heads = Vec::with_capacity(runs.len());
        for (i, run) in runs.iter().enumerate() {
            // SAFETY: all-zero is a valid value.
            let mut head: libc::mmsghdr = unsafe { mem::zeroed() };
            head.msg_hdr.msg_iov = &raw mut parts[run.start];
            head.msg_hdr.msg_iovlen = run.len() as _;
            head.msg_hdr.msg_name = (&raw mut names[i]).cast();
            head.msg_hdr.msg_namelen = mem::size_of::<libc::sockaddr_in>() as u32;
            if run.len() > 1 {
                head.msg_hdr.msg_control = controls[i].as_mut_ptr().cast();
                // SAFETY: the control buffer has 32 bytes; CMSG_SPACE(2) is 24.
                unsafe {
                    head.msg_hdr.msg_controllen = libc::CMSG_SPACE(2) as _;
                    let control = libc::CMSG_FIRSTHDR(&head.msg_hdr);
                    (*control).cmsg_level = libc::SOL_UDP;
                    (*control).cmsg_type = libc::UDP_SEGMENT;
                    (*control).cmsg_len = libc::CMSG_LEN(2) as _;
                    libc::CMSG_DATA(control)
                        .cast::<u16>()
                        .write_unaligned(datagrams[run.start].data.len() as u16);
                }
            }
            heads.push(head);
        }
        let mut done = 0;
        while done < heads.len() {
            let rest = &mut heads[done..];
            let count = rest.len().min(64) as u32;
            // SAFETY: `count` headers, each pointing into parts, names and controls, all alive.
            let sent = unsafe { libc::sendmmsg(self.socket.as_raw_fd(), rest.as_mut_ptr(), count, 0) };
            match usize::try_from(sent) {
                Ok(sent) if sent > 0 => done += sent,
                _ => {
                    let error = io::Error::last_os_error();
                    if self.segments && matches!(error.raw_os_error(), Some(libc::EIO | libc::EINVAL)) {
                        // This interface cannot segment; go on without for good.
                        self.segments = false;
                        return self.send(&datagrams[runs[done].start..]);
                    }
                    tracing::debug!(%error, "datagram not sent");
                    done += 1;
                }
            }
        }
    }
}

fn run_end(datagrams: &[Datagram], from: usize) -> usize {
    let first = &datagrams[from];
    let size = first.data.len();
    let mut total = size;
    let mut end = from + 1;
    while let Some(next) = datagrams.get(end) {
        let length = next.data.len();
        if next.to != first.to || length > size || end - from >= RUN_PACKETS || total + length > RUN_BYTES {
            break;
        }
        total += length;
        end += 1;
        // Only the last segment may be shorter.
        if length < size {
            break;
        }
    }
    end
}

fn name(address: SocketAddr) -> libc::sockaddr_in {
    let (ip, port) = match address {
        SocketAddr::V4(v4) => (*v4.ip(), v4.port()),
        SocketAddr::V6(_) => (Ipv4Addr::UNSPECIFIED, 0),
    };
    libc::sockaddr_in {
        sin_family: libc::AF_INET as libc::sa_family_t,
        sin_port: port.to_be(),
        sin_addr: libc::in_addr {
            s_addr: u32::from(ip).to_be(),
        },
        sin_zero: [0; 8],
    }
}
