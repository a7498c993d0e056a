#pragma once
/// Text for people: wrapped to the width of their terminal, in styles, and never anything that the terminal
/// obeys but what is put there on purpose.

#include <kwic/searcher.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::program {

/// How answers are shown to people.
struct Look {
  bool color = false;     ///< styles
  bool links = false;     ///< links to files and pages
  std::size_t width = 0;  ///< columns of the terminal; 0: it is none, and nothing is wrapped
  bool score = false;     ///< show scores
};

enum class Style { plain, title, source, mark, title_mark };

/// Lines that belong together.
class Paragraph {
public:
  /// `text` as visible() shows it. With `link` it leads there, where links are shown.
  void add(std::string_view text, Style style = Style::plain, const std::string& link = {});

  /// The same with highlights in a style of their own.
  void add(std::string_view text, const std::vector<Range>& highlights, Style style, Style mark);

  /// Keeps what is added until close_isolate() from reordering what stands beside it, as right-to-left
  /// letters in it would (UAX #9).
  void open_isolate();
  void close_isolate();

  /// The lines, the first after `first_indent` spaces, the others after `indent`.
  [[nodiscard]] std::string render(const Look& look, std::size_t first_indent, std::size_t indent) const;

private:
  struct Run {
    std::size_t end;  ///< in text_
    Style style;
    std::string link;
  };

  void append(std::string_view visible_text, Style style, const std::string& link);
  [[nodiscard]] std::string styled(Range line, const Look& look) const;

  std::string text_;
  std::vector<Run> runs_;
};

/// The parts of highlights that stand in `line`, as offsets in it.
[[nodiscard]] std::vector<Range> highlights_within(const std::vector<Range>& highlights, Range line);

/// True if the text has letters that are written from right to left.
[[nodiscard]] bool has_right_to_left(std::string_view text);

/// A link to a file or a page; bytes outside 33 to 126 are written as %XX. Empty if there is none to be made.
[[nodiscard]] std::string link_to(std::string_view path, std::string_view url);

}  // namespace kwic::program
