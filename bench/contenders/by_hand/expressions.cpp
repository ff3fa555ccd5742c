// W10 by hand: the expressions of w10_expressions/*.yml as C++ says them, a program for the one layout of
// events. expressions JOB FILE [ROWS]; the jobs W10-base/KIND read the same keys and evaluate nothing.
#include <algorithm>
#include <cmath>
#include <memory>

#include "file.h"
#include "json.h"
#include "keys.h"
#include "timestamps.h"

namespace by_hand {
namespace {

using Pairs = std::vector<std::pair<std::string_view, int64_t>>;

// An event; only what the kind reads is filled. Texts point into the file.
struct Event {
  int64_t at, i, j;
  double x, y;
  std::string_view s, c, t;
  std::vector<int64_t> l;
  Pairs m;
};

void read_list(object& event, std::vector<int64_t>& into) {
  into.clear();
  for (auto value : event.find_field("l").get_array()) into.push_back(int64_t(value));
}

void read_map(object& event, Pairs& into) {
  into.clear();
  for (auto field : event.find_field("m").get_object()) {
    const std::string_view quoted = field.escaped_key();
    into.emplace_back(quoted, int64_t(field.value()));
  }
}

int64_t floor_divide(int64_t a, int64_t b) { return a / b - ((a % b != 0) && ((a < 0) != (b < 0))); }
int64_t floor_rest(int64_t a, int64_t b) { return a - floor_divide(a, b) * b; }

const int64_t* find(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (key == name) return &value;
  return nullptr;
}

// "[1, 2]" and {"a": 1}, quoted as cells of the CSV.
std::string cell(const std::vector<int64_t>& list) {
  std::string out = "\"[";
  for (const int64_t value : list) out.append(out.size() > 2 ? ", " : "").append(std::to_string(value));
  return out.append("]\"");
}

std::string cell(const Pairs& pairs) {
  std::string out = "\"{";
  for (const auto& [key, value] : pairs)
    out.append(out.size() > 2 ? ", " : "")
        .append("\"\"")
        .append(key)
        .append("\"\": ")
        .append(std::to_string(value));
  return out.append("}\"");
}

const char* cell(bool value) { return value ? "true" : "false"; }

struct Arithmetic {
  int64_t linear, floor, remainders, power, rounded, chosen;
  double mix, distance;

  static void read(object& event, Event& into) {
    into.i = int64_t(event.find_field("i"));
    into.j = int64_t(event.find_field("j"));
    into.x = double(event.find_field("x"));
    into.y = double(event.find_field("y"));
  }

  void evaluate(const Event& e) {
    linear = e.i + e.j * 3 - 7;
    floor = floor_divide(e.i, e.j);
    remainders = floor_rest(e.i, 97) - floor_rest(e.j, 13);
    power = floor_rest((e.i - e.j) * (e.i - e.j), 1009);
    mix = e.x * e.y + e.x / (e.y + 1.0);
    rounded = std::llrint(e.x * 100);
    distance = std::fabs(e.x - e.y) * 0.5;
    chosen = e.x > 500.0 ? std::max(e.i, e.j) : std::min(e.i, e.j);
  }

  void write(std::FILE* file) const {
    std::fprintf(file, "%ld,%ld,%ld,%ld,%.17g,%ld,%.17g,%ld", linear, floor, remainders, power, mix, rounded,
                 distance, chosen);
  }
};

struct Strings {
  std::string goods, country, path, part, label;
  int64_t length;
  bool is_acme, has_gems;

  static void read(object& event, Event& into) {
    into.i = int64_t(event.find_field("i"));
    into.s = text(event, "s");
    into.c = text(event, "c");
  }

  void evaluate(const Event& e) {
    const size_t end = e.s.rfind('.'), begin = e.s.rfind('.', end - 1) + 1;
    goods.assign(e.s.substr(begin, end - begin));
    const size_t first = e.c.find_first_not_of(' ');
    country.assign(e.c.substr(first, e.c.find_last_not_of(' ') - first + 1));
    for (char& letter : country) letter = char(letter >= 'a' && letter <= 'z' ? letter - 32 : letter);
    length = int64_t(e.s.size() + e.c.size());
    is_acme = e.s.starts_with("com.acme.");
    path.assign(e.s);
    std::replace(path.begin(), path.end(), '.', '/');
    part.assign(e.s.substr(4, 4)).append("-").append(e.c);
    has_gems = e.s.find("gems") != std::string_view::npos;
    label.assign(e.c).append(":").append(std::to_string(e.i));
  }

  void write(std::FILE* file) const {
    std::fprintf(file, "%s,%s,%ld,%s,%s,%s,%s,%s", goods.c_str(), country.c_str(), length, cell(is_acme),
                 path.c_str(), part.c_str(), cell(has_gems), label.c_str());
  }
};

struct Datetime {
  static constexpr int64_t kDay = 86400;
  int64_t parsed, age, hour, weekday, tomorrow;
  double seconds;
  char date[11] = {};
  bool is_recent;

  static void read(object& event, Event& into) { into.t = text(event, "t"); }

  void evaluate(const Event& e) {
    parsed = timestamps(e.t.data());
    age = floor_divide(e.at - timestamps(e.t.data()), kDay);
    const int64_t day = floor_divide(e.at, kDay);
    hour = (e.at - day * kDay) / 60;
    weekday = floor_rest(day + 3, 7);
    print_date(day);
    tomorrow = e.at + kDay;
    seconds = double(e.at - parsed);
    is_recent = e.at - timestamps(e.t.data()) < 30 * kDay;
  }

  // The reverse of Timestamps::days.
  void print_date(int64_t day) {
    day += 719468;
    const int64_t era = floor_divide(day, 146097), of_era = day - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    digits(date, year + era * 400 + (month >= 10), 4);
    digits(date + 5, month < 10 ? month + 3 : month - 9, 2);
    digits(date + 8, of_year - (153 * month + 2) / 5 + 1, 2);
    date[4] = date[7] = '-';
  }

  static void digits(char* to, int64_t number, int count) {
    for (; count; number /= 10) to[--count] = char('0' + number % 10);
  }

  void write(std::FILE* file) const {
    std::fprintf(file, "%ld,%ld,%ld,%ld,%s,%ld,%.17g,%s", parsed, age, hour, weekday, date, tomorrow, seconds,
                 cell(is_recent));
  }

  static inline Timestamps timestamps;
};

struct Containers {
  int64_t ends, total, largest, gems;
  std::vector<int64_t> lowest, both;
  bool has_lives;
  Pairs pair;

  static void read(object& event, Event& into) {
    into.i = int64_t(event.find_field("i"));
    into.j = int64_t(event.find_field("j"));
    read_list(event, into.l);
    read_map(event, into.m);
  }

  void evaluate(const Event& e) {
    ends = e.l.front() + e.l.back();
    total = 0;
    for (const int64_t value : e.l) total += value;
    const auto [low, high] = std::minmax_element(e.l.begin(), e.l.end());
    largest = *high - *low;
    lowest = e.l;
    std::sort(lowest.begin(), lowest.end());
    lowest.resize(3);
    const int64_t* found = find(e.m, "gems");
    gems = found ? *found : 0;
    has_lives = find(e.m, "lives") != nullptr;
    pair.assign({{"first", e.l[0]}, {"i", e.i}});
    both.assign({e.l[2], e.l[3], e.j, e.i});
  }

  void write(std::FILE* file) const {
    std::fprintf(file, "%ld,%ld,%ld,%s,%ld,%s,%s,%s", ends, total, largest, cell(lowest).c_str(), gems,
                 cell(has_lives), cell(pair).c_str(), cell(both).c_str());
  }
};

struct Comprehension {
  std::vector<int64_t> doubled, indexed;
  int64_t odd, squares, spread;
  Pairs more;
  bool any_high;
  std::string names;

  static void read(object& event, Event& into) {
    read_list(event, into.l);
    read_map(event, into.m);
  }

  void evaluate(const Event& e) {
    doubled.clear();
    indexed.clear();
    odd = squares = spread = 0;
    any_high = false;
    for (const int64_t n : e.l) doubled.push_back(n * 2);
    for (const int64_t n : e.l) odd += n % 2 ? n : 0;
    more = e.m;
    for (auto& [name, n] : more) n++;
    for (const int64_t n : e.l) any_high = any_high || n > 90;
    for (const int64_t n : e.l) squares += n * n;
    for (size_t at = 0; at < e.l.size(); at += 2) indexed.push_back(e.l[at]);
    names.clear();
    for (const auto& [name, n] : e.m)
      if (name != "gems") names.append(names.empty() ? "" : ",").append(name);
    for (const int64_t n : e.l) spread += std::abs(n - e.l[0]);
  }

  void write(std::FILE* file) const {
    std::fprintf(file, "%s,%ld,%s,%s,%ld,%s,\"%s\",%ld", cell(doubled).c_str(), odd, cell(more).c_str(),
                 cell(any_high), squares, cell(indexed).c_str(), names.c_str(), spread);
  }
};

// What each key's last event gave; with base events are read and nothing is evaluated.
template <class Kind, bool base>
void run(std::string_view file, std::FILE* rows) {
  KeyTable keys;
  std::vector<std::unique_ptr<Kind>> found;
  std::vector<std::string> names;
  Event event;
  for_each_event(file, [&](object& fields) {
    const std::string_view name = text(fields, "k");
    const Key key(name);
    const uint32_t number = keys.number(key, key.hash());
    event.at = int64_t(fields.find_field("at"));
    Kind::read(fields, event);
    if constexpr (base) return;
    if (number == found.size()) {
      found.push_back(std::make_unique<Kind>());
      names.emplace_back(name);
    }
    found[number]->evaluate(event);
  });
  for (size_t i = 0; rows && i < found.size(); i++) {
    std::fprintf(rows, "last,%s,", names[i].c_str());
    found[i]->write(rows);
    std::fputc('\n', rows);
  }
}

template <class Kind>
bool run_as(std::string_view job, std::string_view kind, std::string_view file, std::FILE* rows) {
  if (job == std::string("W10-").append(kind)) return run<Kind, false>(file, rows), true;
  if (job == std::string("W10-base/").append(kind)) return run<Kind, true>(file, rows), true;
  return false;
}

}  // namespace
}  // namespace by_hand

int main(int count, char** arguments) {
  using namespace by_hand;
  if (count < 3) fail("JOB FILE [ROWS]", arguments[0]);
  const std::string_view job = arguments[1], file = map_file(arguments[2]);
  std::FILE* rows = count > 3 ? create_file(arguments[3]) : nullptr;
  if (!run_as<Arithmetic>(job, "arithmetic", file, rows) && !run_as<Strings>(job, "strings", file, rows) &&
      !run_as<Datetime>(job, "datetime", file, rows) && !run_as<Containers>(job, "containers", file, rows) &&
      !run_as<Comprehension>(job, "comprehension", file, rows))
    fail("no such job", arguments[1]);
  if (rows) std::fclose(rows);
}
