#pragma once
/// The bytes of an open file, unpacked where they are compressed: gzip and Zstandard, told by their first
/// bytes.

#include <cstddef>
#include <cstdint>
#include <memory>

namespace kwic {

class ByteStream {
public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  /// At least one byte, at most `size`, into `to`; 0 at the end. All that comes before some damage is given,
  /// then Error is thrown, whose message is the reason.
  virtual std::size_t read(char* to, std::size_t size) = 0;

  /// Bytes of the file that what was read so far was made of; 0 where nothing is unpacked.
  [[nodiscard]] virtual std::uint64_t packed_bytes() const { return 0; }
};

/// Takes the descriptor over. `bytes_read`, which must outlive the stream, counts the bytes of the file
/// itself.
[[nodiscard]] std::unique_ptr<ByteStream> open_bytes(int descriptor, std::uint64_t& bytes_read);

}  // namespace kwic
