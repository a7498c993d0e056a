#include "readers/month_names.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace kwic {
namespace {

/// One line a month; no name means two months in different languages. In this order: the languages written in
/// Latin letters, Greek, Russian and Ukrainian, Arabic, Hindi.
constexpr std::array<std::string_view, 12> names = {
    " jan january januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń ocak "
    "ledna "
    "leden ianuarie tammikuuta január ιανουαρίου ιανουάριος январь января січня يناير जनवरी ",
    " feb february februar février févr fév febrero febbraio fevereiro fev februari lutego luty şubat února "
    "únor februarie helmikuuta február φεβρουαρίου φεβρουάριος февраль февраля лютого فبراير फरवरी फ़रवरी "
    "फ़रवरी ",
    " mar march märz mär mrz mars marzo março maart mrt marts marca marzec mart března březen martie maret "
    "maaliskuuta március μαρτίου μάρτιος март марта березня مارس मार्च ",
    " apr april avril avr abril abr aprile kwietnia kwiecień nisan dubna duben aprilie huhtikuuta április "
    "απριλίου απρίλιος апрель апреля квітня أبريل ابريل अप्रैल ",
    " may mai mayo maggio mag maio mei maj maja mayıs května květen toukokuuta május μαΐου μάιος май мая "
    "травня مايو मई ",
    " jun june juni juin junio giugno giu junho czerwca czerwiec haziran června červen iunie kesäkuuta "
    "június "
    "ιουνίου ιούνιος июнь июня червня يونيو जून ",
    " jul july juli juillet juil julio luglio lug julho lipca lipiec temmuz července červenec iulie "
    "heinäkuuta július ιουλίου ιούλιος июль июля липня يوليو जुलाई ",
    " aug august août agosto ago augustus augusti sierpnia sierpień ağustos srpna srpen agustus elokuuta "
    "augusztus αυγούστου αύγουστος август августа серпня أغسطس अगस्त ",
    " sep sept september septembre septiembre setiembre settembre setembro set września wrzesień eylül září "
    "septembrie syyskuuta szeptember σεπτεμβρίου σεπτέμβριος сентябрь сентября вересня سبتمبر सितंबर "
    "सितम्बर ",
    " oct october oktober okt octobre octubre ottobre ott outubro out października październik ekim října "
    "říjen octombrie lokakuuta október οκτωβρίου οκτώβριος октябрь октября жовтня أكتوبر अक्टूबर अक्तूबर ",
    " nov november novembre noviembre novembro listopada listopad kasım listopadu noiembrie marraskuuta "
    "νοεμβρίου νοέμβριος ноябрь ноября листопада نوفمبر नवंबर नवम्बर ",
    " dec december dezember dez décembre déc diciembre dic dicembre dezembro desember grudnia grudzień "
    "aralık "
    "prosince prosinec decembrie joulukuuta δεκεμβρίου δεκέμβριος декабрь декабря грудня ديسمبر दिसंबर "
    "दिसम्बर "};

constexpr std::array<std::string_view, 12> thai_names = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",    "เมษายน",
                                                         "พฤษภาคม", "มิถุนายน",  "กรกฎาคม",  "สิงหาคม",
                                                         "กันยายน",  "ตุลาคม",   "พฤศจิกายน", "ธันวาคม"};

constexpr std::array<std::string_view, 12> thai_abbreviations = {
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."};

constexpr std::size_t longest_name = 48;  ///< bytes

/// A name that is of two months in different languages is of the first.
std::unordered_map<std::string_view, MonthName> names_in_lower_case() {
  std::unordered_map<std::string_view, MonthName> months;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int month = static_cast<int>(i) + 1;
    for (std::string_view rest = names[i].substr(1); !rest.empty();) {
      const std::size_t end = rest.find(' ');
      months.emplace(rest.substr(0, end), MonthName{.month = month, .is_thai = false});
      rest.remove_prefix(end + 1);
    }
    months.emplace(thai_names[i], MonthName{.month = month, .is_thai = true});
  }
  return months;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  const bool is_ascii =
      std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) {
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return lower;
  }
  lower.clear();
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  icu::UnicodeString::fromUTF8(piece).toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

}  // namespace

MonthName month_named(std::string_view word) {
  if (word.size() < 3 || word.size() > longest_name) return {};
  static const std::unordered_map<std::string_view, MonthName> months = names_in_lower_case();
  const auto found = months.find(lower_case(word));
  return found == months.end() ? MonthName{} : found->second;
}

MonthName take_thai_abbreviation(std::string_view& text) {
  for (std::size_t i = 0; i < thai_abbreviations.size(); ++i) {
    if (!text.starts_with(thai_abbreviations[i])) continue;
    text.remove_prefix(thai_abbreviations[i].size());
    return {.month = static_cast<int>(i) + 1, .is_thai = true};
  }
  return {};
}

}  // namespace kwic
