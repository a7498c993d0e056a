#pragma once
/// How long the articles are, as scores count it: kept in memory, because Xapian looks each up anew.

#include <xapian.h>

#include <cstddef>
#include <vector>

namespace kwic {

/// The lengths of an index at one state of it, by windows of document numbers that are read when they are
/// first needed: 4 bytes a document. Not thread-safe.
class DocumentLengths {
public:
  /// Documents [number * window_size, (number + 1) * window_size) are a window.
  static constexpr Xapian::docid window_size = 1U << 14U;

  using Window = std::vector<Xapian::termcount>;

  /// Nothing is known of an index that has changed.
  void forget() {
    windows_.clear();
    asked_for_ = 0;
  }

  /// Notes that a query looks at so many lengths.
  void note(double lengths) noexcept { asked_for_ += lengths; }

  /// True once they are as many as there are documents: then reading all costs no more than has been spent on
  /// single ones.
  [[nodiscard]] bool are_worth_reading(double documents) const noexcept { return asked_for_ >= documents; }

  /// The lengths of a window, from the database if they are not there yet. Throws Xapian's exceptions.
  [[nodiscard]] const Window& read(const Xapian::Database& database, std::size_t number);

  /// The same if they are there; else an empty one.
  [[nodiscard]] const Window& known(std::size_t number) const noexcept;

private:
  std::vector<Window> windows_;
  double asked_for_ = 0;
};

}  // namespace kwic
