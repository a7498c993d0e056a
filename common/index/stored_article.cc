#include "index/stored_article.h"

#include "text/utf8.h"
#include "text/varint.h"

#include <kwic/error.h>

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>

namespace kwic {
namespace {

constexpr int level = 9;

/// What a dictionary is made of: the beginnings of the first articles. It is as large as pays for articles of
/// a few KiB, and for few articles a small part of them.
constexpr std::size_t sample_bytes = std::size_t{4} << 10U;
constexpr std::size_t samples_bytes = std::size_t{640} << 10U;
constexpr std::size_t least_samples_bytes = std::size_t{128} << 10U;
constexpr std::size_t samples_per_dictionary = 6;

/// A block of a frame takes three bytes at least and holds up to so many.
constexpr std::uint64_t block_bytes = std::uint64_t{128} << 10U;

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

std::string plain_form(const Article& article) {
  std::string out;
  for (const auto field : fields) append_field(out, article.*field);
  append_varint(out, article.keywords.size());
  for (const std::string& keyword : article.keywords) append_field(out, keyword);
  return out += article.text;
}

Article article_of(std::string_view plain) {
  Article article;
  for (const auto field : fields) article.*field = take_field(plain);
  for (std::uint64_t left = take_varint(plain); left > 0; --left) {
    article.keywords.push_back(take_field(plain));
  }
  article.text = plain;
  return article;
}

std::string unpacked(ZSTD_DCtx* context, std::string_view stored) {
  const unsigned long long size = ZSTD_getFrameContentSize(stored.data(), stored.size());
  const bool is_told = size != ZSTD_CONTENTSIZE_UNKNOWN && size != ZSTD_CONTENTSIZE_ERROR;
  if (!is_told || size / block_bytes > stored.size()) throw Error(ErrorKind::corrupt, "it is not packed");
  std::string plain(size, '\0');
  const std::size_t got =
      ZSTD_decompressDCtx(context, plain.data(), plain.size(), stored.data(), stored.size());
  if (ZSTD_isError(got) != 0 || got != size) throw Error(ErrorKind::corrupt, "it cannot be unpacked");
  return plain;
}

}  // namespace

std::string train_dictionary(const std::vector<const Article*>& articles) {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (auto at = articles.begin(); at != articles.end() && samples.size() < samples_bytes; ++at) {
    const std::string sample = plain_form(**at).substr(0, sample_bytes);
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

std::string ArticlePacker::pack(const Article& article) {
  const std::string plain = plain_form(article);
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context_.get(), packed.data(), packed.size(), plain.data(), plain.size());
  if (ZSTD_isError(size) != 0)
    throw std::bad_alloc();  // The only reason there is: the buffer is large enough.
  packed.resize(size);
  return packed;
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
  try {
    return article_of(unpacked(context_.get(), stored));
  } catch (const Error& error) {
    throw Error(ErrorKind::corrupt, "the index is damaged: an article cannot be read (" +
                                        std::string(error.what()) + "); remove it and build it anew");
  }
}

void ArticleUnpacker::Free::operator()(ZSTD_DCtx_s* context) const noexcept {
  ZSTD_freeDCtx(context);
}

}  // namespace kwic
