#include "index/stored_article.h"

#include "text/utf8.h"
#include "text/varint.h"

#include <kwic/error.h>

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace kwic {
namespace {

constexpr int level = 6;

/// What a dictionary is made of: the beginnings of the first articles. It is as large as pays for articles of
/// a few KiB, and for few articles a small part of them.
constexpr std::size_t sample_bytes = std::size_t{4} << 10U;
constexpr std::size_t samples_bytes = std::size_t{640} << 10U;
constexpr std::size_t least_samples_bytes = std::size_t{128} << 10U;
constexpr std::size_t samples_per_dictionary = 5;

/// A block of zstd's takes three bytes at least and holds up to so many.
constexpr std::uint64_t most_in_three_bytes = std::uint64_t{128} << 10U;

/// Frame header, block header, a byte.
constexpr std::size_t least_frame_bytes = 6;

constexpr std::array fields = {&Article::id,       &Article::title, &Article::author, &Article::date,
                               &Article::language, &Article::url,   &Article::path};

void append_field(std::string& out, const std::string& field) {
  const std::string text = is_valid_utf8(field) ? field : repair_utf8(field);
  append_varint(out, text.size());
  out += text;
}

std::string take_field(std::string_view& stored) {
  const std::uint64_t size = take_varint(stored);
  if (size > stored.size()) throw Error(ErrorKind::corrupt, "a field is longer than its article");
  std::string field(stored.substr(0, size));
  stored.remove_prefix(size);
  return field;
}

std::string fields_of(const Article& article, LanguageOrigin origin = LanguageOrigin::told) {
  std::string out;
  for (const auto field : fields) append_field(out, article.*field);
  append_varint(out, article.keywords.size());
  for (const std::string& keyword : article.keywords) append_field(out, keyword);
  append_varint(out, article.words);
  append_varint(out, static_cast<std::uint64_t>(origin));
  return out;
}

/// What follows the fields is the text.
Article article_of(std::string_view plain, LanguageOrigin& origin) {
  Article article;
  for (const auto field : fields) article.*field = take_field(plain);
  for (std::uint64_t left = take_varint(plain); left > 0; --left) {
    article.keywords.push_back(take_field(plain));
  }
  article.words = take_varint(plain);
  origin = static_cast<LanguageOrigin>(take_varint(plain) & 3U);
  article.text = plain;
  return article;
}

std::size_t plain_size(std::string_view frame) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  const bool is_told = size != ZSTD_CONTENTSIZE_UNKNOWN && size != ZSTD_CONTENTSIZE_ERROR;
  if (!is_told || size / most_in_three_bytes > frame.size())
    throw Error(ErrorKind::corrupt, "it is not packed");
  return size;
}

/// `into` is as large as plain_size() says.
void unpack_frame(ZSTD_DCtx* context, std::string_view frame, char* into, std::size_t size) {
  const std::size_t got = ZSTD_decompressDCtx(context, into, size, frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != size) throw Error(ErrorKind::corrupt, "it cannot be unpacked");
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

/// Says that a stored article is damaged where that is found out.
template <typename Read>
void reading(const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    throw Error(ErrorKind::corrupt, "the index is damaged: an article cannot be read (" +
                                        std::string(error.what()) + "); remove it and build it anew");
  }
}

}  // namespace

std::string train_dictionary(const std::vector<const Article*>& articles) {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (auto at = articles.begin(); at != articles.end() && samples.size() < samples_bytes; ++at) {
    const std::string sample =
        (fields_of(**at) + (*at)->text.substr(0, sample_bytes)).substr(0, sample_bytes);
    sizes.push_back(sample.size());
    samples += sample;
  }
  if (samples.size() < least_samples_bytes) return {};
  std::string dictionary(samples.size() / samples_per_dictionary, '\0');
  const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(),
                                                 sizes.data(), static_cast<unsigned>(sizes.size()));
  dictionary.resize(ZDICT_isError(size) != 0 ? 0 : size);
  return dictionary;
}

ArticlePacker::ArticlePacker(std::string_view dictionary) : context_(ZSTD_createCCtx()) {
  if (!context_) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_dictIDFlag, 0);
  ZSTD_CCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size());
}

std::string ArticlePacker::frame(std::string_view plain) {
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context_.get(), packed.data(), packed.size(), plain.data(), plain.size());
  if (ZSTD_isError(size) != 0)
    throw std::bad_alloc();  // The only reason there is: the buffer is large enough.
  packed.resize(size);
  return packed;
}

std::string ArticlePacker::pack(const Article& article, LanguageOrigin origin) {
  const std::string_view text = article.text;
  std::string out;
  if (text.size() <= block_bytes) {
    append_varint(out, 0);
    return out += frame(fields_of(article, origin) + article.text);
  }
  append_varint(out, (text.size() + block_bytes - 1) / block_bytes);
  std::string frames = frame(fields_of(article, origin));
  for (std::size_t start = 0; start < text.size(); start += block_bytes) {
    const std::string_view block = text.substr(start, block_bytes);
    const std::string packed = frame(block);
    append_varint(out, packed.size());
    append_varint(out, count_lines(block));
    frames += packed;
  }
  return out += frames;
}

void ArticlePacker::Free::operator()(ZSTD_CCtx_s* context) const noexcept {
  ZSTD_freeCCtx(context);
}

ArticleUnpacker::ArticleUnpacker(std::string_view dictionary) : context_(ZSTD_createDCtx()) {
  if (!context_) throw std::bad_alloc();
  const std::size_t loaded = ZSTD_DCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size());
  if (ZSTD_isError(loaded) != 0)
    throw Error(ErrorKind::corrupt, "the index is damaged: its dictionary cannot be read");
}

Article ArticleUnpacker::unpack(std::string_view stored) const {
  PartialArticle article(stored, *this);
  article.read_all();
  return article.take();
}

void ArticleUnpacker::Free::operator()(ZSTD_DCtx_s* context) const noexcept {
  ZSTD_freeDCtx(context);
}

PartialArticle::PartialArticle(std::string_view stored, const ArticleUnpacker& unpacker)
    : unpacker_(unpacker) {
  reading([&] {
    take_table(stored);
    std::string plain(plain_size(stored), '\0');
    unpack_frame(unpacker_.context_.get(), stored, plain.data(), plain.size());
    article_ = article_of(plain, origin_);
    if (blocks_.empty()) return;
    const std::size_t last = plain_size(blocks_.back().packed);
    if (!article_.text.empty() || last > block_bytes) throw Error(ErrorKind::corrupt, "it is not in blocks");
    article_.text.resize((blocks_.size() - 1) * block_bytes + last);
  });
}

/// Leaves the frame of the fields.
void PartialArticle::take_table(std::string_view& stored) {
  const std::uint64_t count = take_varint(stored);
  if (count > stored.size() / least_frame_bytes) throw Error(ErrorKind::corrupt, "it is cut off");
  std::vector<std::uint64_t> sizes(count);
  blocks_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    sizes[i] = take_varint(stored);
    blocks_[i].lines = take_varint(stored);
  }
  for (std::size_t i = count; i-- > 0;) {
    if (sizes[i] > stored.size()) throw Error(ErrorKind::corrupt, "it is cut off");
    blocks_[i].packed = stored.substr(stored.size() - sizes[i]);
    stored.remove_suffix(sizes[i]);
  }
}

void PartialArticle::read(std::size_t start, std::size_t end) {
  if (blocks_.empty() || start >= end) return;
  const std::size_t last = std::min((end - 1) / block_bytes, blocks_.size() - 1);
  reading([&] {
    for (std::size_t number = start / block_bytes; number <= last; ++number) read_block(number);
  });
}

void PartialArticle::read_block(std::size_t number) {
  Block& block = blocks_[number];
  if (std::exchange(block.is_read, true)) return;
  const std::size_t start = number * block_bytes;
  const std::size_t size = std::min(block_bytes, article_.text.size() - start);
  unpack_frame(unpacker_.context_.get(), block.packed, article_.text.data() + start, size);
}

std::size_t PartialArticle::lines_before(std::size_t offset) const {
  std::size_t lines = 0;
  const std::size_t whole = blocks_.empty() ? 0 : offset / block_bytes;
  for (std::size_t i = 0; i < whole; ++i) lines += blocks_[i].lines;
  const std::size_t start = whole * block_bytes;
  return lines + count_lines(std::string_view(article_.text).substr(start, offset - start));
}

}  // namespace kwic
