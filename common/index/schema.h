#pragma once
/// The index, described once for the program that writes it and the one that reads it: terms, value slots,
/// limits.

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kwic::schema {

/// Raised whenever an index of the version before cannot be read any more.
inline constexpr std::uint64_t format_version = 7;

/// Prefixes of terms, after Omega's conventions. Only `stem` terms count (wdf); the others find and filter.
/// Stop words have no terms, nor has the field that a word stands in: WordSignatures tell of both.
namespace prefix {
inline constexpr std::string_view stem = "Z";      ///< stems of title, author, keywords and text
inline constexpr std::string_view id = "Q";        ///< the article's id, unique
inline constexpr std::string_view language = "L";  ///< ISO 639 code
inline constexpr std::string_view keyword = "K";   ///< a keyword, folded
inline constexpr std::string_view host = "H";      ///< host name of the URL
inline constexpr std::string_view path = "P";      ///< path of the file
}  // namespace prefix

namespace slot {
inline constexpr Xapian::valueno date = 1;      ///< the article's date as it is stored
inline constexpr Xapian::valueno id = 2;        ///< the article's id: breaks ties
inline constexpr Xapian::valueno title = 3;     ///< what titles are sorted by (see title_key)
inline constexpr Xapian::valueno author = 4;    ///< the authors as stored
inline constexpr Xapian::valueno language = 5;  ///< ISO 639 code
inline constexpr Xapian::valueno keywords = 6;  ///< a keyword a line
inline constexpr Xapian::valueno words = 7;     ///< how many words the text has (Xapian::sortable_serialise)
}  // namespace slot

/// A word of the title counts this often.
inline constexpr Xapian::termcount title_weight = 4;

/// Titles are sorted by so many bytes of theirs, folded.
inline constexpr std::size_t title_key = 24;

/// A term may take this many bytes as Xapian stores it, where a NUL takes two.
inline constexpr std::size_t longest_term = 240;

/// Key of the user metadata that holds the IndexSettings.
inline constexpr const char* settings_key = "kwic";

/// Key of the user metadata that holds the dictionary of stored articles, if there is one.
inline constexpr const char* dictionary_key = "dictionary";

/// Keys of the user metadata begin so that hold what the indexer notes for itself, about sources.
inline constexpr std::string_view record_key = "record:";

/// The term for `text`. What would be too long keeps its beginning and ends in a hash of all of it, so that
/// different texts have different terms.
[[nodiscard]] std::string make_term(std::string_view prefix, std::string_view text);

}  // namespace kwic::schema
