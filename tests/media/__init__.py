"""The media plane is tested with the real engine, real WebRTC clients and real sockets."""
