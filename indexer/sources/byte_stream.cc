/// zlib and libzstd behind one loop: feed them from the file, hand out what they make.
#include "sources/byte_stream.h"

#include "sources/input_file.h"

#include <kwic/error.h>

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t packed_buffer_size = std::size_t{64} << 10U;
constexpr std::size_t longest_magic = 4;

[[noreturn]] void fail(const std::string& reason) {
  throw Error(ErrorKind::not_readable, reason);
}

/// The file as it lies there. Its first bytes can be looked at before they are read.
class PlainStream : public ByteStream {
public:
  PlainStream(int descriptor, std::uint64_t& bytes_read) : descriptor_(descriptor), bytes_read_(bytes_read) {}
  PlainStream(const PlainStream&) = delete;
  PlainStream& operator=(const PlainStream&) = delete;
  ~PlainStream() override { ::close(descriptor_); }

  std::string_view first_bytes() {
    while (ahead_ < first_.size()) {
      const std::size_t size = read_file(first_.data() + ahead_, first_.size() - ahead_);
      if (size == 0) break;
      ahead_ += size;
    }
    return {first_.data(), ahead_};
  }

  std::size_t read(char* to, std::size_t size) override {
    if (ahead_ == given_) return read_file(to, size);
    const std::size_t given = std::min(size, ahead_ - given_);
    std::memcpy(to, first_.data() + given_, given);
    given_ += given;
    return given;
  }

private:
  std::size_t read_file(char* to, std::size_t size) {
    for (;;) {
      const ssize_t count = ::read(descriptor_, to, size);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail(reason_of_errno(errno));
      bytes_read_ += static_cast<std::uint64_t>(count);
      return static_cast<std::size_t>(count);
    }
  }

  int descriptor_;
  std::uint64_t& bytes_read_;
  std::array<char, longest_magic> first_{};
  std::size_t ahead_ = 0;  ///< bytes in first_
  std::size_t given_ = 0;  ///< of these, read by the caller
};

/// Packed bytes in, unpacked bytes out. Each step moves both views behind what it has used.
class Decoder {
public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  virtual void step(std::string_view& packed, char*& to, std::size_t& room) = 0;
  /// The file may end here.
  [[nodiscard]] virtual bool is_complete() const = 0;
};

[[noreturn]] void fail_damaged() {
  fail("compressed file is damaged");
}

class GzipDecoder : public Decoder {
public:
  GzipDecoder() {
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc();
  }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;
  ~GzipDecoder() override { inflateEnd(&stream_); }

  void step(std::string_view& packed, char*& to, std::size_t& room) override {
    if (complete_ && (packed.empty() || !begin_member(packed))) return;
    stream_.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    packed.remove_prefix(packed.size() - stream_.avail_in);
    to += room - stream_.avail_out;
    room = stream_.avail_out;
    complete_ = code == Z_STREAM_END;
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code == Z_DATA_ERROR || code == Z_NEED_DICT) fail_damaged();
  }
  [[nodiscard]] bool is_complete() const override { return complete_; }

private:
  /// What follows the last member (tapes are filled up with zeros) is passed over.
  bool begin_member(std::string_view& packed) {
    if (packed.front() != '\x1F') {
      packed = {};
      return false;
    }
    return inflateReset(&stream_) == Z_OK;
  }

  z_stream stream_{};
  bool complete_ = false;
};

class ZstdDecoder : public Decoder {
public:
  ZstdDecoder() : stream_(ZSTD_createDStream()) {
    if (!stream_) throw std::bad_alloc();
  }

  void step(std::string_view& packed, char*& to, std::size_t& room) override {
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{to, room, 0};
    rest_ = ZSTD_decompressStream(stream_.get(), &out, &in);
    packed.remove_prefix(in.pos);
    to += out.pos;
    room -= out.pos;
    // Among the reasons: a window of more than 128 MiB, as zstd --long makes it.
    if (ZSTD_isError(rest_) != 0)
      fail(std::string("compressed file is damaged: ") + ZSTD_getErrorName(rest_));
  }
  [[nodiscard]] bool is_complete() const override { return rest_ == 0; }

private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  std::size_t rest_ = 1;
};

class UnpackedStream : public ByteStream {
public:
  UnpackedStream(std::unique_ptr<ByteStream> file, std::unique_ptr<Decoder> decoder)
      : file_(std::move(file)), decoder_(std::move(decoder)) {}

  std::size_t read(char* to, std::size_t size) override {
    char* at = to;
    std::size_t room = std::min(size, std::size_t{1} << 30U);
    try {
      // A decoder that has filled its room may hold more back.
      while (at == to && (filled_ || feed())) {
        const std::size_t before = packed_.size();
        decoder_->step(packed_, at, room);
        used_ += before - packed_.size();
        filled_ = room == 0;
      }
    } catch (const Error&) {
      packed_ = {};
      filled_ = false;
      ended_ = true;
      if (at == to) throw;
      damage_ = std::current_exception();
    }
    if (at == to && damage_) std::rethrow_exception(std::exchange(damage_, nullptr));
    return static_cast<std::size_t>(at - to);
  }

  [[nodiscard]] std::uint64_t packed_bytes() const override { return std::max<std::uint64_t>(used_, 1); }

private:
  /// False where the file ends, which it may do between members only.
  bool feed() {
    if (ended_) return false;
    if (!packed_.empty()) return true;
    const std::size_t size = file_->read(buffer_.data(), buffer_.size());
    packed_ = {buffer_.data(), size};
    ended_ = size == 0;
    if (ended_ && !decoder_->is_complete()) fail("compressed file is cut off");
    return !ended_;
  }

  std::unique_ptr<ByteStream> file_;
  std::unique_ptr<Decoder> decoder_;
  std::array<char, packed_buffer_size> buffer_{};
  std::string_view packed_;  ///< of the buffer, not yet used
  std::uint64_t used_ = 0;
  bool filled_ = false;
  bool ended_ = false;
  std::exception_ptr damage_;
};

std::unique_ptr<Decoder> decoder_for(std::string_view first_bytes) {
  using namespace std::string_view_literals;
  if (first_bytes.starts_with("\x1F\x8B"sv)) return std::make_unique<GzipDecoder>();
  const bool frame = first_bytes == "\x28\xB5\x2F\xFD"sv;
  const bool skippable = first_bytes.size() == longest_magic && first_bytes.substr(1) == "\x2A\x4D\x18"sv &&
                         (static_cast<unsigned char>(first_bytes[0]) & 0xF0U) == 0x50;
  if (frame || skippable) return std::make_unique<ZstdDecoder>();
  return nullptr;
}

}  // namespace

std::unique_ptr<ByteStream> open_bytes(int descriptor, std::uint64_t& bytes_read) {
  auto file = std::make_unique<PlainStream>(descriptor, bytes_read);
  auto decoder = decoder_for(file->first_bytes());
  if (!decoder) return file;
  return std::make_unique<UnpackedStream>(std::move(file), std::move(decoder));
}

}  // namespace kwic
