/// pdftotext writes a small HTML page with the properties in <meta>, so the reader of HTML does the rest.
#include "readers/pdf.h"

#include "readers/converter.h"
#include "readers/html.h"

namespace kwic {

// NOLINTNEXTLINE(performance-unnecessary-value-param): a ReadWholeFile takes the bytes over
std::vector<SourceItem> read_pdf(std::string bytes) {
  static const Converter pdftotext = {
      .command = {"pdftotext", "-q", "-enc", "UTF-8", "-nopgbrk", "-htmlmeta", "-", "-"},
      .package = "poppler-utils"};
  return read_html(run_converter(pdftotext, bytes));
}

}  // namespace kwic
