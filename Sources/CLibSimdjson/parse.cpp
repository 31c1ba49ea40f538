// simdjson in the shape that Swift can read: one array of values, nothing thrown.
#include "CLibSimdjson.h"

#include <simdjson.h>

#include <cstring>
#include <limits>
#include <memory>
#include <vector>

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// What is kept between calls is bounded by this.
constexpr size_t largest_kept = 1 << 20;

struct State {
    simdjson::dom::parser parser;
    std::vector<CLibSimdjsonValue> values;
};

thread_local std::unique_ptr<State> state;

CLibSimdjsonValue made(CLibSimdjsonKind kind, size_t count = 0) {
    CLibSimdjsonValue value{};
    value.kind = kind;
    value.count = static_cast<uint32_t>(count);
    return value;
}

CLibSimdjsonValue text(std::string_view bytes) {
    auto value = made(CLibSimdjsonString, bytes.size());
    value.bytes = bytes.data();
    return value;
}

void add(std::vector<CLibSimdjsonValue> &values, element item) {
    switch (item.type()) {
    case element_type::NULL_VALUE:
        values.push_back(made(CLibSimdjsonNull));
        break;
    case element_type::BOOL:
        values.push_back(made(item.get_bool().value_unsafe() ? CLibSimdjsonTrue : CLibSimdjsonFalse));
        break;
    case element_type::INT64: {
        auto value = made(CLibSimdjsonInteger);
        value.integer = item.get_int64().value_unsafe();
        values.push_back(value);
        break;
    }
    case element_type::UINT64: {
        auto value = made(CLibSimdjsonReal);
        value.real = static_cast<double>(item.get_uint64().value_unsafe());
        values.push_back(value);
        break;
    }
    case element_type::DOUBLE: {
        auto value = made(CLibSimdjsonReal);
        value.real = item.get_double().value_unsafe();
        values.push_back(value);
        break;
    }
    case element_type::STRING:
        values.push_back(text(item.get_string().value_unsafe()));
        break;
    case element_type::ARRAY: {
        auto place = values.size();
        values.push_back(made(CLibSimdjsonArray));
        uint32_t count = 0;
        for (auto child : item.get_array().value_unsafe()) {
            add(values, child);
            count++;
        }
        values[place].count = count;
        break;
    }
    case element_type::OBJECT: {
        auto place = values.size();
        values.push_back(made(CLibSimdjsonObject));
        uint32_t count = 0;
        for (auto member : item.get_object().value_unsafe()) {
            values.push_back(text(member.key));
            add(values, member.value);
            count++;
        }
        values[place].count = count;
        break;
    }
    }
}

// Whether a string with an escape in a well-formed text is a member's name.
bool has_escaped_name(const char *text, size_t length) {
    if (!std::memchr(text, '\\', length)) return false;
    for (size_t index = 0; index < length; index++) {
        if (text[index] != '"') continue;
        bool escaped = false;
        for (index++; text[index] != '"'; index++) {
            if (text[index] != '\\') continue;
            escaped = true;
            index++;
        }
        size_t next = index + 1;
        while (next < length && std::memchr(" \t\r\n", text[next], 4)) next++;
        if (escaped && next < length && text[next] == ':') return true;
    }
    return false;
}

} // namespace

const CLibSimdjsonValue *CLibSimdjsonParse(const char *text, size_t length, size_t depth, size_t *count) {
    if (length > std::numeric_limits<uint32_t>::max()) return nullptr;
    if (!state || state->parser.capacity() > largest_kept) state = std::make_unique<State>();
    // Room for the text, since a text that is too long for the parser would allocate with another depth.
    auto room = std::max(length, std::max<size_t>(state->parser.capacity(), 1 << 14));
    if (room != state->parser.capacity() || state->parser.max_depth() != depth) {
        if (state->parser.allocate(room, depth)) return nullptr;
    }
    auto parsed = state->parser.parse(text, length);
    if (parsed.error() || has_escaped_name(text, length)) return nullptr;
    state->values.clear();
    add(state->values, parsed.value_unsafe());
    *count = state->values.size();
    return state->values.data();
}
