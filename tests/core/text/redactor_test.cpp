#include "core/text/redactor.hpp"

#include <doctest/doctest.h>

namespace tidemark::text {
namespace {

const std::string secret = "sk-CANARY/7+\"q\\";
using Secrets = std::vector<Secret>;

const Redactor redactor(Secrets{{"VENDOR_KEY", secret}});

TEST_CASE("a secret becomes its variable's name wherever it stands") {
  CHECK(redactor.redacted("key=" + secret + "; again " + secret + secret) ==
        "key=[VENDOR_KEY]; again [VENDOR_KEY][VENDOR_KEY]");
  CHECK(redactor.redacted("sk-CANA is less than half of it") == "sk-CANA is less than half of it");
  CHECK(redactor.redacted("").empty());
}

TEST_CASE("a secret is found as JSON, a URL or base64 writes it") {
  const char* forms[] = {
      R"(sk-CANARY/7+\"q\\)",      // JSON
      R"(sk-CANARY\/7+\"q\\)",     // JSON with an escaped solidus
      R"(sk-CANARY/7+\\\"q\\\\)",  // JSON in JSON
      "sk-CANARY%2F7%2B%22q%5C",   // a URL's query
      "sk-CANARY%2f7%2b%22q%5c",   // the same in small letters
      "sk-CANARY/7%2B%22q%5C",     // a URL's path
      "c2stQ0FOQVJZLzcrInFc",      // base64
  };
  for (const char* form : forms) {
    CAPTURE(form);
    CHECK(redactor.redacted(std::string("a ") + form + " b") == "a [VENDOR_KEY] b");
  }
}

TEST_CASE("base64 hides a secret in none of the three places where it may begin") {
  // base64 of "user:" + secret, "ab" + secret and "abc" + secret
  for (const std::string encoded :
       {"dXNlcjpzay1DQU5BUlkvNysicVw=", "YWJzay1DQU5BUlkvNysicVw=", "YWJjc2stQ0FOQVJZLzcrInFc"}) {
    CAPTURE(encoded);
    const std::string said = redactor.redacted(encoded);
    CHECK(said.find("[VENDOR_KEY]") != std::string::npos);
    CHECK(said.find("stQ0FOQVJZ") == std::string::npos);
    CHECK(said.find("1DQU5BUlkv") == std::string::npos);
  }
}

/// Cut to `most` bytes with a mark behind them, as programs cut.
std::string cut(const std::string& text, std::size_t most, const std::string& mark) {
  return text.substr(0, most) + mark;
}

TEST_CASE("a secret that a text's end cuts off leaves five bytes at most") {
  const std::string key = "sk-live-0123456789abcdefghijklmnopqrstuvwxyz";
  const Redactor keys(Secrets{{"KEY", key}});
  const std::string before(175, 'y');
  for (const std::string mark :
       {"", "...", "\u2026", "\"...", "...\"\n", "...\nnext line", "\"\n"}) {
    for (std::size_t shown = 1; shown <= key.size(); ++shown) {
      CAPTURE(mark);
      CAPTURE(shown);
      CHECK(keys.redacted(cut(before + key, before.size() + shown, mark)) ==
            before + (shown < 6 ? key.substr(0, shown) : "[KEY]") + mark);
    }
  }
}

TEST_CASE("a secret that a text's beginning cuts off leaves five bytes at most") {
  const std::string key = "sk-live-0123456789abcdefghijklmnopqrstuvwxyz";
  const Redactor keys(Secrets{{"KEY", key}});
  for (const std::string mark : {"", "...", "\u2026", "failed; last lines of stderr:\n",
                                 "x; last lines of stderr:\n\"", "'"}) {
    for (std::size_t shown = 1; shown <= key.size(); ++shown) {
      CAPTURE(mark);
      CAPTURE(shown);
      const std::string end = key.substr(key.size() - shown);
      CHECK(keys.redacted(mark + end + " is wrong") ==
            mark + (shown < 6 ? end : "[KEY]") + " is wrong");
    }
  }
}

TEST_CASE("a beginning or an end of a secret is taken out anywhere when it is half of it") {
  CHECK(redactor.redacted("key sk-CANAR was refused") == "key [VENDOR_KEY] was refused");
  CHECK(redactor.redacted("key Y/7+\"q\\ was refused") == "key Y/7+\"q\\ was refused");
  CHECK(redactor.redacted("key RY/7+\"q\\ was refused") == "key [VENDOR_KEY] was refused");
  const Redactor longer(Secrets{{"KEY", "0123456789abcdefghijklmnop"}});
  CHECK(longer.redacted("a 0123456789ab b") == "a 0123456789ab b");
  CHECK(longer.redacted("a 0123456789abcX b") == "a [KEY]X b");
  CHECK(longer.redacted("a defghijklmnop b efghijklmnop") == "a [KEY] b efghijklmnop");
}

TEST_CASE("a form of a secret is found where it was cut, even within an escape") {
  CHECK(redactor.redacted(R"(it said "sk-CANARY\/7+\u00...)") == R"(it said "[VENDOR_KEY]\u00...)");
  CHECK(redactor.redacted(R"(it said sk-CAN\u0041RY%)") == "it said [VENDOR_KEY]%");
  CHECK(redactor.redacted("52Y%2F7%2B%22q%5C is wrong") == "52[VENDOR_KEY] is wrong");
  CHECK(redactor.redacted("Basic c2stQ0F...") == "Basic [VENDOR_KEY]...");
}

TEST_CASE("a secret is found as facts have it, which keep no quotes") {
  CHECK(redactor.redacted("model sk-CANARY/7+?q?") == "model [VENDOR_KEY]");
  const Redactor other(
      Secrets{{"KEY", "pass-w\u00f6rd\\x"}, {"ASKED", "\u00f6\u00f6\u00f6\u00f6x"}});
  CHECK(other.redacted("pass-w??rd?x") == "[KEY]");
  CHECK(other.redacted("what????????x") == "what????????x");
}

TEST_CASE("a secret is found without the blanks around it") {
  const Redactor mounted(Secrets{{"KEY", " \tsk-mounted-0123456789\r\n"}, {"SHORT", "abcde\n"}});
  CHECK(mounted.redacted("key=sk-mounted-0123456789;") == "key=[KEY];");
  CHECK(mounted.redacted("key= \tsk-mounted-0123456789\r\n;") == "key= \t[KEY]\r\n;");
  CHECK(mounted.redacted("c2stbW91bnRlZC0wMTIzNDU2Nzg5Cg==") == "[KEY]Cg==");
  CHECK(mounted.redacted("abcde\n") == "abcde\n");
}

TEST_CASE("each longer line of a secret of several lines is one") {
  const std::string pem =
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n  AQEFAASCBKcwggSjAgEAAoIB\nshort\n"
      "-----END PRIVATE KEY-----\n";
  std::string written = pem;
  for (std::size_t at = written.find('\n'); at != std::string::npos; at = written.find('\n', at)) {
    written.replace(at, 1, "\\n");
  }
  for (const std::string& value : {pem, written, "{\"private_key\": \"" + written + "\"}\n"}) {
    CAPTURE(value);
    const Redactor keys(Secrets{{"KEY", value}});
    CHECK(keys.redacted("a MIIEvQIBADANBgkqhkiG9w0B b AQEFAASCBKcwggSjAgEAAoIB c") ==
          "a [KEY] b [KEY] c");
    CHECK(keys.redacted("read -----BEGIN PRIVATE KEY----- and short") ==
          "read -----BEGIN PRIVATE KEY----- and short");
    CHECK(keys.redacted("cannot read MIIEvQIB...") == "cannot read [KEY]...");
    CHECK(keys.redacted("half MIIEvQIBADANBgkqh of a line") == "half MIIEvQIBADANBgkqh of a line");
  }
}

TEST_CASE("a passphrase is found as a web form writes it") {
  const Redactor keys(Secrets{{"KEY", "correct horse & staple"}});
  CHECK(keys.redacted("p=correct+horse+%26+staple&q=1") == "p=[KEY]&q=1");
}

TEST_CASE("a secret is found whichever of its letters JSON or HTML escape") {
  const Redactor keys(Secrets{{"KEY", "a/b=c+d<e>f&g\"h'\u00f6"}});
  const char* forms[] = {
      R"(a\u002fb\u003dc\u002bd\u003ce\u003ef\u0026g\u0022h\u0027\u00f6)",
      R"(a\u002Fb\u003Dc\u002Bd\u003Ce\u003Ef\u0026g\"h'\u00F6)",
      R"(a\/b=c\u002bd<e>f&g\"h'\u00f6)",
      R"(a\\/b\\u003dc+d\\u003ce\\u003ef\\u0026g\\\"h'\\u00f6)",  // JSON in JSON
      "a/b=c+d&lt;e&gt;f&amp;g&quot;h&#39;\u00f6",
      "a&#x2F;b&#61;c+d&lt;e&gt;f&amp;g&#34;h&#x27;&#xF6;",
      "a/b=c+d&amp;lt;e&amp;gt;f&amp;amp;g&amp;quot;h&amp;apos;\u00f6",  // HTML in HTML
      R"(a\/b=c+d\u0026lt;e\u0026gt;f\u0026amp;g\u0026quot;h'\u00f6)",   // HTML in JSON
  };
  for (const char* form : forms) {
    CAPTURE(form);
    CHECK(keys.redacted(std::string("a ") + form + " b") == "a [KEY] b");
  }
  CHECK(keys.redacted("said a/b=c+d&l...") == "said [KEY]&l...");
  CHECK(keys.redacted("t;f&g\"h'\u00f6 is wrong") == "t;[KEY] is wrong");
}

TEST_CASE("what is no escape is left as it is") {
  const Redactor keys(Secrets{{"KEY", "a/b=c+d<e>f"}});
  const std::string text =
      R"(\ \x \u12 \u00zz % %2 %zz & && &; &#; &#x; &lt &#1114112; &nothing; \)";
  CHECK(keys.redacted(text) == text);
}

TEST_CASE("a long text is gone through in time, whatever it repeats") {
  const Redactor same(Secrets{{"KEY", std::string(64, 'a')}});
  CHECK(same.redacted(std::string(1U << 20U, 'a') + "b") == "[KEY]b");
  std::string text;
  for (int i = 0; i < 50000; ++i) text += secret + ' ';
  CHECK(redactor.redacted(text).size() == 50000 * std::string("[VENDOR_KEY] ").size());
}

TEST_CASE("what is too short to be a secret is left alone") {
  CHECK(Redactor(Secrets{{"A", "a"}, {"B", "12345"}, {"C", ""}}).empty());
  CHECK(Redactor(Secrets{{"A", "true"}}).redacted("{\"late\":true}") == "{\"late\":true}");
  CHECK(Redactor(Secrets{{"A", "123456"}}).redacted("123456") == "[A]");
}

TEST_CASE("a secret within another one leaves nothing of either") {
  const Redactor both(Secrets{{"SHORT", "secret"}, {"LONG", "my-secret-key"}});
  CHECK(both.redacted("my-secret-key secret") == "[LONG] [SHORT]");
}

}  // namespace
}  // namespace tidemark::text
