// W8 by hand: examples/in-game-offers in C++ with flat hash maps, for events in order of time, texts without
// escapes. offers W8|W8-blocks FILE [ROWS]
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <charconv>
#include <cmath>

#include "file.h"
#include "json.h"

namespace by_hand {
namespace {

using Counts = std::vector<std::pair<std::string_view, int64_t>>;  // few, in the order in which they came

struct Session {
  std::string_view id, segment = {}, offer = {};
  std::string country = {};
  int64_t start = 0, end = 0;
  int64_t days_since_install = 0, bought_cents = 0, offer_cents = 0, games = 0, presents_wrapped = 0,
          spent_cents = 0;
  double minutes = 0;
  Counts modes = {}, goods = {};
  std::vector<int64_t> scores = {};
};

struct Device {
  std::string model;
  int64_t launches = 0;
  std::vector<std::string_view> languages = {};
};

struct Player {
  std::string_view name;
  std::string country = {};
  std::string_view segment = "free";
  int64_t installed = 0, events = 0, spent_cents = 0;
  std::vector<Device> devices = {};
  std::vector<Session> sessions = {};  // in the order in which they began
};

struct Row {
  const Player* player;
  const Session *anchor, *last;
  int64_t best_score = 0, sessions = 0, spent_cents = 0, offers_ignored = 0, modes[3] = {}, revenue_cents = 0;
  double minutes = 0;
  std::string_view favourite_mode = "none";
};

constexpr int64_t kDay = 86400, kWeek = 7 * kDay;
constexpr std::string_view kModes[] = {"arcade", "duel", "story"};

void increment(Counts& counts, std::string_view name, int64_t by) {
  for (auto& [key, count] : counts)
    if (key == name) return void(count += by);
  counts.emplace_back(name, by);
}

// "4.10.1" >= (4, 2)
bool new_enough(std::string_view app) {
  int major = 0, minor = -1;
  const char* end = app.data() + app.size();
  const auto [rest, error] = std::from_chars(app.data(), end, major);
  if (rest < end) std::from_chars(rest + 1, end, minor);
  return major > 4 || (major == 4 && minor >= 2);
}

int64_t cents_of(std::string_view price) {
  price.remove_prefix(std::min(price.find_first_not_of('$'), price.size()));
  double value = 0;
  std::from_chars(price.data(), price.data() + price.size(), value);
  return std::llrint(value * 100);
}

// "com.acme.presents.gems.500" -> "gems"
std::string_view goods_of(std::string_view product) {
  const size_t end = product.rfind('.'), begin = product.rfind('.', end - 1) + 1;
  return product.substr(begin, end - begin);
}

template <int (*letter)(int)>
std::string with(std::string_view text) {
  std::string result(text);
  for (char& one : result) one = char(letter(one));
  return result;
}

std::string country_of(std::string_view text) {
  const size_t first = std::min(text.find_first_not_of(' '), text.size());
  return with<std::toupper>(text.substr(first, text.find_last_not_of(' ') + 1 - first));
}

struct Purchase {
  bool paid = false;
  int64_t cents = 0, quantity = 1;
  std::string_view goods;
};

class Offers {
 public:
  void read(std::string_view file) {
    for_each_event(file, [this](object& event) { add(event); });
  }

  // For each session with an offer [first, before) are those of the week before it and [after, end) those of
  // the week after it; what began in the same second is neither.
  void windows() {
    for (const Player& player : players_) {
      const auto& all = player.sessions;
      for (size_t i = 0; i < all.size(); i++) {
        if (all[i].offer.empty()) continue;
        const int64_t start = all[i].start;
        size_t before = i, after = i + 1;
        while (before > 0 && all[before - 1].start == start) before--;
        while (after < all.size() && all[after].start == start) after++;
        size_t first = before, end = after;
        while (first > 0 && all[first - 1].start > start - kWeek) first--;
        while (end < all.size() && all[end].start < start + kWeek) end++;
        if (first < before && after < end) rows_.push_back(row(player, all[i], first, before, after, end));
      }
    }
  }

  void write_blocks(std::FILE* file) const;
  void write_rows(std::FILE* file) const;

 private:
  Player& player_of(std::string_view name) {
    const auto [found, is_new] = numbers_.try_emplace(name, players_.size());
    if (is_new) players_.push_back(Player{.name = name});
    return players_[found->second];
  }

  void add(object& event) {
    Player& player = player_of(text(event, "player"));
    const int64_t at = int64_t(event.find_field("at"));
    auto session = event.find_field("session");
    const std::string_view id = session.is_null() ? std::string_view() : raw(session);
    if (!new_enough(text(event, "app"))) return;
    const std::string_view kind = text(event, "event");
    if (player.events++ == 0) player.installed = at;
    Purchase purchase;
    if (kind == "app_launched") launched(player, event);
    if (kind == "purchase") purchase = purchased(player, event);
    if (id.empty()) return;
    into_session(session_of(player, id, at), player, at, kind, event, purchase);
  }

  static void launched(Player& player, object& event) {
    player.country = country_of(text(event, "country"));
    object device = event.find_field("device").get_object();
    const std::string model = with<std::tolower>(text(device, "model"));
    const std::string_view language = text(device, "language");
    auto found = std::find_if(player.devices.begin(), player.devices.end(),
                              [&](auto& one) { return one.model == model; });
    if (found == player.devices.end()) found = player.devices.insert(found, Device{.model = model});
    found->launches++;
    if (std::find(found->languages.begin(), found->languages.end(), language) == found->languages.end())
      found->languages.push_back(language);
  }

  static Purchase purchased(Player& player, object& event) {
    Purchase purchase;
    purchase.goods = goods_of(text(event, "product"));
    purchase.cents = cents_of(text(event, "price"));
    int64_t quantity;
    if (event.find_field_unordered("quantity").get(quantity) == simdjson::SUCCESS)
      purchase.quantity = quantity;
    bool refunded = false;
    purchase.paid = event.find_field_unordered("refunded").get(refunded) != simdjson::SUCCESS || !refunded;
    if (purchase.paid) player.spent_cents += purchase.cents;
    player.segment = player.spent_cents >= 5000 ? "whale" : player.spent_cents ? "payer" : "free";
    return purchase;
  }

  Session& session_of(Player& player, std::string_view id, int64_t at) {
    const auto [found, is_new] = sessions_.try_emplace(id, player.sessions.size());
    if (is_new) player.sessions.push_back(Session{.id = id, .start = at});
    return player.sessions[found->second];
  }

  void into_session(Session& session, const Player& player, int64_t at, std::string_view kind, object& event,
                    const Purchase& purchase) {
    session.end = at;
    if (session.country.empty()) session.country = player.country;
    if (session.segment.empty()) session.segment = player.segment;
    if (session.offer.empty()) session.days_since_install = (at - player.installed) / kDay;
    if (purchase.paid && !session.offer.empty()) session.bought_cents += purchase.cents;
    if (session.offer.empty() && kind == "offer_shown") {
      session.offer = text(event, "offer");
      session.offer_cents = cents_of(text(event, "price"));
    } else if (session.offer.empty() && kind == "game_over") {
      session.games++;
      increment(session.modes, text(event, "mode"), 1);
      if (session.scores.size() == 5) session.scores.erase(session.scores.begin());
      session.scores.push_back(int64_t(event.find_field("score")));
    } else if (session.offer.empty() && kind == "wrap_present") {
      session.presents_wrapped += int64_t(event.find_field("count"));
    }
    session.minutes = double(session.end - session.start) / 60;
    if (!purchase.paid) return;
    session.spent_cents += purchase.cents;
    increment(session.goods, purchase.goods, purchase.quantity);
  }

  static Row row(const Player& player, const Session& anchor, size_t first, size_t before, size_t after,
                 size_t end) {
    Row row{.player = &player,
            .anchor = &anchor,
            .last = &player.sessions[before - 1],
            .sessions = int64_t(before - first),
            .revenue_cents = anchor.bought_cents};
    for (const int64_t score : anchor.scores) row.best_score = std::max(row.best_score, score);
    int64_t most = INT64_MIN;
    for (const auto& [mode, count] : anchor.modes)
      if (count > most) most = count, row.favourite_mode = mode;
    for (size_t i = first; i < before; i++) {
      const Session& one = player.sessions[i];
      row.minutes += one.minutes;
      row.spent_cents += one.spent_cents;
      row.offers_ignored += !one.offer.empty() && !one.bought_cents;
      for (int mode = 0; mode < 3; mode++)
        for (const auto& [name, count] : one.modes) row.modes[mode] += name == kModes[mode] ? count : 0;
    }
    for (size_t i = after; i < end; i++) row.revenue_cents += player.sessions[i].spent_cents;
    return row;
  }

  boost::unordered_flat_map<std::string_view, size_t> numbers_;   // of players
  boost::unordered_flat_map<std::string_view, size_t> sessions_;  // an id belongs to one player
  std::vector<Player> players_;
  std::vector<Row> rows_;
};

std::string cell(const Counts& counts) {
  std::string out = "\"{";
  for (const auto& [name, count] : counts)
    out.append(out.size() > 2 ? ", " : "")
        .append("\"\"")
        .append(name)
        .append("\"\": ")
        .append(std::to_string(count));
  return out.append("}\"");
}

template <class Each, class Print>
std::string list_cell(const Each& values, Print print) {
  std::string out = "\"[";
  for (const auto& value : values) out.append(out.size() > 2 ? ", " : "").append(print(value));
  return out.append("]\"");
}

void Offers::write_blocks(std::FILE* file) const {
  for (const Player& player : players_) {
    if (!player.events) continue;
    const std::string name(player.name);
    std::fprintf(file, "player,%s,%s,%ld,%ld,%ld,%s\n", name.c_str(), player.country.c_str(),
                 player.installed, player.events, player.spent_cents, player.segment.data());
    for (const Device& one : player.devices)
      std::fprintf(
          file, "device,%s,%s,%ld,%s\n", name.c_str(), one.model.c_str(), one.launches,
          list_cell(one.languages, [](auto text) { return "\"\"" + std::string(text) + "\"\""; }).c_str());
    for (const Session& one : player.sessions)
      std::fprintf(file, "session,%s,%s,%ld,%ld,%s,%s,%ld,%ld,%s,%ld,%ld,%s,%s,%ld,%.17g,%ld,%s\n",
                   name.c_str(), std::string(one.id).c_str(), one.start, one.end, one.country.c_str(),
                   std::string(one.segment).c_str(), one.days_since_install, one.bought_cents,
                   std::string(one.offer).c_str(), one.offer_cents, one.games, cell(one.modes).c_str(),
                   list_cell(one.scores, [](int64_t score) { return std::to_string(score); }).c_str(),
                   one.presents_wrapped, one.minutes, one.spent_cents, cell(one.goods).c_str());
  }
}

void Offers::write_rows(std::FILE* file) const {
  for (const Row& row : rows_) {
    const Session &anchor = *row.anchor, &last = *row.last;
    std::fprintf(
        file, "row,%s,%ld,%s,%.17g,%s,%s,%ld,%ld,%ld,%s,%ld,%.17g,%s,%ld,%.17g,%.17g,%ld,%ld,%ld,%ld,%.17g\n",
        std::string(row.player->name).c_str(), anchor.start, std::string(anchor.offer).c_str(),
        double(anchor.offer_cents) / 100, anchor.country.c_str(), std::string(anchor.segment).c_str(),
        anchor.days_since_install, anchor.presents_wrapped, row.best_score,
        std::string(row.favourite_mode).c_str(), last.games, last.minutes,
        last.offer.empty() ? "false" : "true", row.sessions, row.minutes, double(row.spent_cents) / 100,
        row.offers_ignored, row.modes[0], row.modes[1], row.modes[2], double(row.revenue_cents) / 100);
  }
}

}  // namespace
}  // namespace by_hand

int main(int count, char** arguments) {
  using namespace by_hand;
  if (count < 3) fail("W8|W8-blocks FILE [ROWS]", arguments[0]);
  const bool windows = std::string_view(arguments[1]) == "W8";
  Offers offers;
  offers.read(map_file(arguments[2]));
  if (windows) offers.windows();
  if (count > 3) {
    std::FILE* rows = create_file(arguments[3]);
    windows ? offers.write_rows(rows) : offers.write_blocks(rows);
    std::fclose(rows);
  }
  std::_Exit(0);  // taking all of it apart is no part of the job
}
