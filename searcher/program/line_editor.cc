// libedit's editor, and a history file of plain lines that several sessions can append to at once.
#include "program/line_editor.h"

#include <fcntl.h>
#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace kwic::program {
namespace {

namespace fs = std::filesystem;

constexpr int lines_remembered = 1000;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return value == nullptr ? "" : value;
}

/// Empty if there is no place for it.
fs::path history_file() {
  if (const std::string state = environment("XDG_STATE_HOME"); !state.empty()) return state + "/kwic/history";
  const std::string home = environment("HOME");
  return home.empty() ? "" : home + "/.local/state/kwic/history";
}

/// The last lines; of a file that has become long, only they are kept.
std::vector<std::string> remembered(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (lines.size() <= std::size_t{2} * lines_remembered) return lines;
  lines.erase(lines.begin(), lines.end() - lines_remembered);
  const fs::path shorter = file.string() + ".new";
  std::error_code ignored;
  {
    std::ofstream out(shorter);
    fs::permissions(shorter, fs::perms::owner_read | fs::perms::owner_write, ignored);
    for (const std::string& line : lines) out << line << '\n';
    if (!out.flush()) return lines;
  }
  fs::rename(shorter, file, ignored);
  return lines;
}

void append(const fs::path& file, const std::string& line) {
  if (file.empty()) return;
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return;  // a history that cannot be kept stops no one
  const std::string whole = line + '\n';
  (void)!::write(descriptor, whole.data(), whole.size());
  (void)::close(descriptor);
}

std::vector<std::string> beginning_with(const std::string& beginning, const std::vector<std::string>& texts) {
  std::vector<std::string> found;
  std::ranges::copy_if(texts, std::back_inserter(found),
                       [&](const std::string& text) { return text.starts_with(beginning); });
  return found;
}

/// What all of them begin with; there must be one.
std::string common_beginning(const std::vector<std::string>& texts) {
  std::string common = texts.front();
  for (const std::string& text : texts) {
    common.erase(std::ranges::mismatch(common, text).in1, common.end());
  }
  return common;
}

}  // namespace

class LineEditor::Work {
public:
  Work(std::string prompt, std::vector<std::string> completions)
      : prompt_(std::move(prompt)), completions_(std::move(completions)), file_(history_file()) {
    // What is typed is UTF-8, in whatever locale the program runs.
    if (std::setlocale(LC_CTYPE, "") == nullptr || MB_CUR_MAX == 1) (void)std::setlocale(LC_CTYPE, "C.UTF-8");
    editor_ = el_init("searcher", stdin, stdout, stderr);
    history_ = history_init();
    if (editor_ == nullptr || history_ == nullptr) return;
    set_up_history();
    set_up_keys();
  }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  ~Work() {
    if (editor_ != nullptr) el_end(editor_);
    if (history_ != nullptr) history_end(history_);
  }

  std::optional<std::string> next() {
    if (editor_ == nullptr) return std::nullopt;
    for (;;) {
      int length = 0;
      dropped_ = false;
      // Else libedit does so only when the prompt is there, and a Ctrl-C in between would end the process.
      (void)el_set(editor_, EL_PREP_TERM, 1);
      const char* const typed = el_gets(editor_, &length);
      if (dropped_) continue;
      if (typed == nullptr || length <= 0) return std::nullopt;
      std::string line(typed, static_cast<std::size_t>(length));
      while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
      remember(line);
      return line;
    }
  }

private:
  static Work& of(EditLine* editor) {
    void* work = nullptr;
    el_get(editor, EL_CLIENTDATA, &work);
    return *static_cast<Work*>(work);
  }

  static char* prompt(EditLine* editor) { return of(editor).prompt_.data(); }

  static unsigned char drop_line(EditLine* editor, int /*key*/) {
    of(editor).dropped_ = true;
    (void)std::fputs("^C\n", stdout);
    return CC_NEWLINE;
  }

  static unsigned char complete(EditLine* editor, int /*key*/) {
    const LineInfo* const line = el_line(editor);
    const std::string typed(line->buffer, line->cursor);
    const std::vector<std::string> ways = beginning_with(typed, of(editor).completions_);
    if (ways.empty()) return CC_ERROR;
    const std::string common = common_beginning(ways);
    if (common.size() > typed.size()) {
      (void)el_insertstr(editor, common.c_str() + typed.size());
      return CC_REFRESH;
    }
    std::string list = "\n";
    for (const std::string& way : ways) list += way + "  ";
    (void)std::fputs((list + '\n').c_str(), stdout);
    return CC_REDISPLAY;
  }

  void set_up_history() {
    HistEvent event;
    history(history_, &event, H_SETSIZE, lines_remembered);
    history(history_, &event, H_SETUNIQUE, 1);
    for (const std::string& line : remembered(file_)) history(history_, &event, H_ENTER, line.c_str());
  }

  void set_up_keys() {
    el_set(editor_, EL_CLIENTDATA, this);
    el_set(editor_, EL_PROMPT, &Work::prompt);
    el_set(editor_, EL_EDITOR, "emacs");
    el_set(editor_, EL_HIST, history, history_);
    el_set(editor_, EL_SIGNAL, 1);
    el_set(editor_, EL_ADDFN, "kwic-drop-line", "Drop what is typed", &Work::drop_line);
    el_set(editor_, EL_ADDFN, "kwic-complete", "Complete what is typed", &Work::complete);
    el_set(editor_, EL_SETTY, "-d", "-isig", nullptr);  // Ctrl-C is a key
    el_set(editor_, EL_BIND, "^C", "kwic-drop-line", nullptr);
    el_set(editor_, EL_BIND, "^I", "kwic-complete", nullptr);
    el_set(editor_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    el_set(editor_, EL_BIND, "\033[3~", "ed-delete-next-char", nullptr);
    el_set(editor_, EL_BIND, "\033[H", "ed-move-to-beg", nullptr);
    el_set(editor_, EL_BIND, "\033[F", "ed-move-to-end", nullptr);
    el_source(editor_, nullptr);
  }

  void remember(const std::string& line) {
    if (line.find_first_not_of(" \t") == std::string::npos || line == last_) return;
    HistEvent event;
    history(history_, &event, H_ENTER, line.c_str());
    append(file_, line);
    last_ = line;
  }

  std::string prompt_;
  std::vector<std::string> completions_;
  fs::path file_;
  std::string last_;
  EditLine* editor_ = nullptr;
  History* history_ = nullptr;
  bool dropped_ = false;
};

LineEditor::LineEditor(std::string prompt, std::vector<std::string> completions)
    : work_(std::make_unique<Work>(std::move(prompt), std::move(completions))) {}
LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::next() {
  return work_->next();
}

}  // namespace kwic::program
