#include "readers/month_names.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdint>
#include <string>

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

std::string lower_case(std::string_view text) {
  std::string lower;
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  icu::UnicodeString::fromUTF8(piece).toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

}  // namespace

MonthName month_named(std::string_view word) {
  if (word.size() < 3 || word.size() > longest_name) return {};
  const std::string name = ' ' + lower_case(word) + ' ';
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int month = static_cast<int>(i) + 1;
    if (names[i].find(name) != std::string_view::npos) return {.month = month, .is_thai = false};
    if (thai_names[i] == word) return {.month = month, .is_thai = true};
  }
  return {};
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
