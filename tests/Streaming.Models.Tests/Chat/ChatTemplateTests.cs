using System.Text.Json;
using Streaming.Models.Chat;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Tests.Chat;

/// <summary>Chat templates against what Jinja2 itself makes of them (goldens.json, made by make_goldens.py), and against hostile ones.</summary>
public sealed class ChatTemplateTests
{
    private static readonly JsonElement Goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Chat", "goldens.json"))).RootElement;

    public static IEnumerable<object[]> Templates => Goldens.GetProperty("templates").EnumerateObject().Select(template => new object[] { template.Name });

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_gives_what_jinja2_gives(string name)
    {
        var tokens = Goldens.GetProperty("tokens").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetString()!);
        var template = ChatTemplate.Parse(Goldens.GetProperty("templates").GetProperty(name).GetString()!, tokens);
        foreach (var one in Goldens.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("template").GetString() == name))
        {
            var chat = one.GetProperty("chat").GetString()!;
            var more = one.GetProperty("more").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value);
            string Render() => template.Render(Goldens.GetProperty("chats").GetProperty(chat), one.GetProperty("add_generation_prompt").GetBoolean(), more);
            if (one.TryGetProperty("refused", out _))
            {
                Assert.Throws<InvalidDataException>(() => Render());
            }
            else
            {
                Assert.Equal((chat, one.GetProperty("rendered").GetString()), (chat, Render()));
            }
        }
    }

    [Theory]
    [InlineData("{% for x in y %}")]
    [InlineData("{{ a")]
    [InlineData("{{ a b }}")]
    [InlineData("{% include 'x' %}")]
    [InlineData("{{ x | no_such_filter }}")]
    [InlineData("{{ x is no_such_test }}")]
    [InlineData("{# no end")]
    [InlineData("{{ 'no end }}")]
    [InlineData("{% endif %}")]
    public void A_broken_template_is_refused_when_it_is_read(string source) =>
        Assert.Contains("chat template cannot be read", Assert.Throws<BadInputException>(() => ChatTemplate.Parse(source)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for a in range(999999) %}{% for b in range(999999) %}x{% endfor %}{% endfor %}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for a in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{{ range(99999999) }}")]
    [InlineData("{{ messages[0].content.x.y }}")]
    [InlineData("{{ messages + 1 }}")]
    [InlineData("{% break %}")]
    public void A_hostile_template_ends_with_an_error(string source) =>
        Assert.Throws<InvalidDataException>(() => ChatTemplate.Parse(source).Render([new ChatTurn("user", "hi")], addGenerationPrompt: true));

    [Fact]
    public void Deeply_nested_expressions_are_refused() =>
        Assert.Throws<BadInputException>(() => ChatTemplate.Parse($"{{{{ {new string('(', 100_000)}1{new string(')', 100_000)} }}}}"));
}
