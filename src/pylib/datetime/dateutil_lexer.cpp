#include "pylib/datetime/dateutil_lexer.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace headrace::pylib {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == kOtherLetter; }
bool is_number(char c) { return (c >= '0' && c <= '9') || c == kOtherDigit; }
bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); }

char normal_form(char32_t c) {
  if (c < 0x80) return is_ascii_space(static_cast<char>(c)) ? ' ' : static_cast<char>(c);
  if (unicode::is_decimal(c)) return static_cast<char>('0' + unicode::decimal_value(c));
  if (unicode::is_digit(c)) return kOtherDigit;
  if (unicode::is_alpha(c)) return kOtherLetter;
  return unicode::is_space(c) ? ' ' : kOtherCharacter;
}

// Up to eight characters, lower-cased, as one number; longer words differ in these already, but for their
// length.
struct Key {
  uint64_t letters;
  size_t size;
  constexpr auto operator<=>(const Key&) const = default;
};
constexpr Key key_of(std::string_view word) {
  uint64_t letters = 0;
  for (size_t i = 0; i < word.size() && i < 8; ++i) {
    const char c = word[i];
    letters = letters << 8 | static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return {letters, word.size()};
}

struct Word {
  Key key;
  Meaning meaning;
};

constexpr auto make_words() {
  enum Part { kWeekday, kMonth, kHms, kAmPm, kJump, kPertain, kUtc };
  struct Name {
    std::string_view text;
    Part part;
    int8_t value;
  };
  constexpr Name kNames[] = {
      {"mon", kWeekday, 0},  {"monday", kWeekday, 0},
      {"tue", kWeekday, 1},  {"tuesday", kWeekday, 1},
      {"wed", kWeekday, 2},  {"wednesday", kWeekday, 2},
      {"thu", kWeekday, 3},  {"thursday", kWeekday, 3},
      {"fri", kWeekday, 4},  {"friday", kWeekday, 4},
      {"sat", kWeekday, 5},  {"saturday", kWeekday, 5},
      {"sun", kWeekday, 6},  {"sunday", kWeekday, 6},
      {"jan", kMonth, 1},    {"january", kMonth, 1},
      {"feb", kMonth, 2},    {"february", kMonth, 2},
      {"mar", kMonth, 3},    {"march", kMonth, 3},
      {"apr", kMonth, 4},    {"april", kMonth, 4},
      {"may", kMonth, 5},    {"jun", kMonth, 6},
      {"june", kMonth, 6},   {"jul", kMonth, 7},
      {"july", kMonth, 7},   {"aug", kMonth, 8},
      {"august", kMonth, 8}, {"sep", kMonth, 9},
      {"sept", kMonth, 9},   {"september", kMonth, 9},
      {"oct", kMonth, 10},   {"october", kMonth, 10},
      {"nov", kMonth, 11},   {"november", kMonth, 11},
      {"dec", kMonth, 12},   {"december", kMonth, 12},
      {"h", kHms, 0},        {"hour", kHms, 0},
      {"hours", kHms, 0},    {"minute", kHms, 1},
      {"minutes", kHms, 1},  {"s", kHms, 2},
      {"second", kHms, 2},   {"seconds", kHms, 2},
      {"am", kAmPm, 0},      {"a", kAmPm, 0},
      {"pm", kAmPm, 1},      {"p", kAmPm, 1},
      {"at", kJump, 0},      {"on", kJump, 0},
      {"and", kJump, 0},     {"ad", kJump, 0},
      {"t", kJump, 0},       {"st", kJump, 0},
      {"nd", kJump, 0},      {"rd", kJump, 0},
      {"th", kJump, 0},      {"m", kHms, 1},
      {"of", kPertain, 0},   {"utc", kUtc, 0},
      {"gmt", kUtc, 0},      {"z", kUtc, 0},
  };
  std::array<Word, std::size(kNames)> words{};
  for (size_t i = 0; i < words.size(); ++i) {
    const Name& name = kNames[i];
    Meaning& m = words[i].meaning;
    words[i].key = key_of(name.text);
    if (name.part == kWeekday) m.weekday = name.value;
    if (name.part == kMonth) m.month = name.value;
    if (name.part == kHms) m.hms = name.value;
    if (name.part == kAmPm) m.ampm = name.value;
    m.utc = name.part == kUtc;
    m.pertain = name.part == kPertain;
    // "m" is of the times 1 m and 1 p.m., "of" of July.
    m.jump = name.part == kJump || name.text == "m" || name.text == "of";
  }
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.key < b.key; });
  return words;
}
constexpr auto kWords = make_words();

bool is_jump(char c) {
  return c == ' ' || c == '.' || c == ',' || c == ';' || c == '-' || c == '/' || c == '\'';
}

Meaning meaning_of(std::string_view word) {
  if (word.size() > 9) return {};
  if (word.size() == 1 && !is_word(word[0])) {
    Meaning m;
    m.jump = is_jump(word[0]);
    return m;
  }
  const Key key = key_of(word);
  const auto* found = std::lower_bound(kWords.begin(), kWords.end(), key,
                                       [](const Word& w, const Key& k) { return w.key < k; });
  if (found == kWords.end() || found->key != key) return {};
  // The two words of nine letters: the key holds eight.
  if (word.size() == 9 && (word[8] | 0x20) != (found->meaning.month == 9 ? 'r' : 'y')) return {};
  return found->meaning;
}

}  // namespace

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_number);
}

TokenList::TokenList(std::string_view text) {
  normalise(text);
  split();
}

void TokenList::normalise(std::string_view text) {
  text_.reserve(text.size());
  if (unicode::is_ascii(text)) {
    for (char c : text) {
      if (c != '\0') text_.push_back(is_ascii_space(c) ? ' ' : c);
    }
    return;
  }
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const char32_t c = unicode::decode_next(p);
    if (c == 0) continue;
    text_.push_back(normal_form(c));
    characters_ += text_.back() == ' ' ? U' ' : c;
  }
}

// Runs of letters and runs of digits, in which points may stand. Where a run turns out to be more than a
// decimal number (it has letters, or several points, or ends in one), it is split at its points afterwards.
void TokenList::split() {
  const size_t size = text_.size();
  for (size_t begin = 0, i; begin < size; begin = i) {
    i = begin + 1;
    bool number = is_number(text_[begin]), pointed = false, letters = false;
    if (!number && !is_word(text_[begin])) {
      add(begin, i);
      continue;
    }
    for (; i < size; ++i) {
      const char c = text_[i];
      if (!number) letters = true;
      if (!pointed) {
        if (number ? is_number(c) : is_word(c)) continue;
        pointed = c == '.' || (number && c == ',' && i - begin >= 2);
        if (!pointed) break;
      } else if (c == '.' || (number ? is_number(c) : is_word(c))) {
        continue;
      } else if (text_[i - 1] == '.' && (number ? is_word(c) : is_number(c))) {
        number = !number;
      } else {
        break;
      }
    }
    const std::string_view token(text_.data() + begin, i - begin);
    const auto points = std::count(token.begin(), token.end(), '.');
    if (pointed && (letters || points > 1 || token.back() == '.' || token.back() == ',')) {
      add_split_at_points(begin, i);
      continue;
    }
    if (pointed && points == 0)
      std::replace(text_.begin() + static_cast<ptrdiff_t>(begin), text_.begin() + static_cast<ptrdiff_t>(i),
                   ',', '.');
    add(begin, i);
  }
}

void TokenList::add_split_at_points(size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (text_[i] != '.' && text_[i] != ',') continue;
    if (i > begin) add(begin, i);
    add(i, i + 1);
    begin = i + 1;
  }
  if (begin < end) add(begin, end);
}

void TokenList::add(size_t begin, size_t end) {
  const std::string_view text(text_.data() + begin, end - begin);
  tokens_.push_back({text, begin, is_number(text[0]) ? Meaning() : meaning_of(text)});
}

std::string TokenList::original(size_t first, size_t last) const {
  const size_t begin = tokens_[first].begin, end = tokens_[last].begin + tokens_[last].text.size();
  if (characters_.empty()) return std::string(text_.data() + begin, end - begin);
  std::string out;
  for (size_t i = begin; i < end; ++i) unicode::append(out, text_[i] == '.' ? U'.' : characters_[i]);
  return out;
}

}  // namespace headrace::pylib
