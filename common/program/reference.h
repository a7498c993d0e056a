#pragma once
/// A program's manual page and shell completions, made from its option definitions and nothing else.

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace kwic::program {

/// A check that the value is one of these, by which completions can offer them.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& values);

/// A check that the value is a whole number from 0 to 999,999,999; of CLI11's own conversion a minus comes
/// out as a very large number.
[[nodiscard]] CLI::Validator whole_number();

/// What an option that asks for a text is answered with; what() is the text.
class TextAsked : public CLI::Success {
public:
  explicit TextAsked(const std::string& text) : CLI::Success(text, CLI::ExitCodes::Success) {}
};

/// The option by which packagers get the reference; --help does not show it. Parsing it throws
/// TextAsked.
void define_reference(CLI::App& app);

/// The forms of reference(): man, bash, zsh, fish.
[[nodiscard]] const std::vector<std::string>& reference_forms();

/// The reference in one of the forms. In the manual each paragraph of the footer that begins with a line
/// "Title:" (or "Title: text") is a section of that title. Values named DIR, FILE or SOURCE are completed as
/// paths.
[[nodiscard]] std::string reference(CLI::App& app, const std::string& form);

}  // namespace kwic::program
