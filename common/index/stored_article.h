#pragma once
/// An article as it is stored: its fields and its text, packed by zstd. Short articles pack well only with a
/// dictionary of what articles of the same kind say: it is made of the first articles of an index, and kept
/// in it. Long texts are packed in blocks, so that a passage can be read without unpacking all of it.

#include <kwic/article.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace kwic {

/// A text of more bytes is stored in blocks of so many.
inline constexpr std::size_t block_bytes = std::size_t{32} << 10U;

/// How an article's language is known.
enum class LanguageOrigin : std::uint8_t {
  told,      ///< by its source
  detected,  ///< in its text
  assumed,   ///< nothing tells it
};

/// A dictionary for articles like these, the same for the same ones; empty if they are too few for one to be
/// worth its size.
[[nodiscard]] std::string train_dictionary(const std::vector<const Article*>& articles);

/// Not thread-safe.
class ArticlePacker {
public:
  explicit ArticlePacker(std::string_view dictionary = {});

  /// The stored form: the number of blocks, and for each how many bytes it takes and how many line ends are
  /// in it; then zstd frames. The first holds the fields in their order, each with its length before it, the
  /// number of keywords, the keywords, the number of words, the LanguageOrigin, and, where there are no
  /// blocks, the text; each other one is a block. Numbers are LEB128 varints. What is no UTF-8 in a field is
  /// repaired with U+FFFD.
  [[nodiscard]] std::string pack(const Article& article, LanguageOrigin origin = LanguageOrigin::told);

private:
  [[nodiscard]] std::string frame(std::string_view plain);

  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

/// Unpacks frames of zstd. Not thread-safe.
class ArticleUnpacker {
public:
  /// `dictionary` is the one that the articles were packed with.
  explicit ArticleUnpacker(std::string_view dictionary = {});

  /// Throws Error (corrupt) if `stored` is nothing that was packed so.
  [[nodiscard]] Article unpack(std::string_view stored) const;

private:
  friend class PartialArticle;
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
};

/// An article of whose text only those blocks are unpacked that were asked for: the others are NULs. Not
/// thread-safe. All functions throw Error (corrupt) if it was not packed by ArticlePacker.
class PartialArticle {
public:
  /// `stored` and `unpacker` must outlive the object. A text that is in no blocks is there at once.
  PartialArticle(std::string_view stored, const ArticleUnpacker& unpacker);

  /// The text has its full size.
  [[nodiscard]] const Article& article() const noexcept { return article_; }
  [[nodiscard]] Article take() noexcept { return std::move(article_); }
  [[nodiscard]] LanguageOrigin language_origin() const noexcept { return origin_; }

  /// Unpacks the blocks that bytes [start, end) of the text stand in.
  void read(std::size_t start, std::size_t end);
  void read_all() { read(0, article_.text.size()); }

  /// How many line ends stand before a byte of the text that was read.
  [[nodiscard]] std::size_t lines_before(std::size_t offset) const;

private:
  struct Block {
    std::string_view packed;
    std::size_t lines = 0;  ///< line ends in it
    bool is_read = false;
  };

  void take_table(std::string_view& stored);
  void read_block(std::size_t number);

  const ArticleUnpacker& unpacker_;
  std::vector<Block> blocks_;
  Article article_;
  LanguageOrigin origin_ = LanguageOrigin::told;
};

}  // namespace kwic
