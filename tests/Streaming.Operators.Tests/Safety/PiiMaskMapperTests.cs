using Streaming.Operators.Safety;
using Streaming.Operators.Safety.Pii;

namespace Streaming.Operators.Tests.Safety;

public class PiiMaskMapperTests
{
    private const string Variable = "STREAMING_TEST_PII_KEY";

    [Theory]
    [InlineData("pay DE89 3704 0044 0532 0130 00 now", "pay [IBAN] now")]
    [InlineData("GB82WEST12345698765432.", "[IBAN].")]
    [InlineData("GB82WEST12345698765433", "GB82WEST12345698765433")]
    [InlineData("DE89 3704 0044 0532 0130 001", "DE89 3704 0044 0532 0130 001")]
    [InlineData("4111 1111 1111 1111, 4111-1111 1111 1111", "[CREDIT_CARD], 4111-1111 1111 1111")]
    [InlineData("3782 822463 10005 and 4111111111111112", "[CREDIT_CARD] and 4111111111111112")]
    [InlineData("12345678Z 12345678A X1234567L", "[NATIONAL_ID] 12345678A [NATIONAL_ID]")]
    [InlineData("RSSMRA85T10A562S 255081416802538 131052-308T", "[NATIONAL_ID] [NATIONAL_ID] [NATIONAL_ID]")]
    [InlineData("Steuer-ID 86095742719; nothing near says what this could be: 86095742719", "Steuer-ID [NATIONAL_ID]; nothing near says what this could be: 86095742719")]
    [InlineData("NHS 943 476 5919, BSN 111222333, PESEL 44051401359", "NHS [NATIONAL_ID], BSN [NATIONAL_ID], PESEL [NATIONAL_ID]")]
    [InlineData("85.07.30-033.28 811228-9874 111.444.777-35 11010519491231002X 2341 2341 2346", "[NATIONAL_ID] [NATIONAL_ID] [NATIONAL_ID] [NATIONAL_ID] [NATIONAL_ID]")]
    [InlineData("811228-9875 111.444.777-36 110105194912310021 2341 2341 2347", "811228-9875 111.444.777-36 110105194912310021 2341 2341 2347")]
    [InlineData("8.8.8.8, v1.2.3.4, 1.2.3.4.5, 10.0.0.1 2001:4860:4860::8888 fe80::1 12:30:45", "[IP], v1.2.3.4, 1.2.3.4.5, 10.0.0.1 [IP] fe80::1 12:30:45")]
    [InlineData("call (415) 555-2671 or +44 20 7946 0018!", "call [PHONE] or [PHONE]!")]
    [InlineData("a.b@example.com", "[EMAIL]")]
    public async Task Details_are_masked_where_their_checksums_hold(string text, string masked)
    {
        await using var driver = await OperatorDriver.OpenAsync(new PiiMaskMapper(new()));
        await driver.ApplyAsync(text);

        Assert.Equal([masked], driver.Texts);
    }

    [Fact]
    public async Task They_are_counted_by_kind()
    {
        await using var driver = await OperatorDriver.OpenAsync(new PiiMaskMapper(new() { Kinds = [PiiKind.Email] }));
        await driver.ApplyAsync("a@example.com b@example.com 8.8.8.8");

        Assert.Equal((2L, 0L), (driver.Out[0].Stats["pii_email"], driver.Out[0].Stats["pii_ip"]));
    }

    [Fact]
    public async Task Tokens_are_turned_back_by_the_same_key_and_by_no_other()
    {
        const string Text = "Write to ann@example.com or jörg: ann@example.com, 8.8.8.8 [EMAIL:not-a-token-at-all-but-long-enough-to-be-one]";
        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(new byte[32]));
        await using var mask = await OperatorDriver.OpenAsync(new PiiMaskMapper(new() { Style = PiiMaskStyle.Token, KeyVariable = Variable }));
        await using var unmask = await OperatorDriver.OpenAsync(new PiiUnmaskMapper(new() { KeyVariable = Variable }));
        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()));
        await using var other = await OperatorDriver.OpenAsync(new PiiUnmaskMapper(new() { KeyVariable = Variable }));
        await mask.ApplyAsync(Text);
        var masked = mask.Texts[0];
        await unmask.ApplyAsync(masked);
        await other.ApplyAsync(masked);

        Assert.DoesNotContain("example.com", masked, StringComparison.Ordinal);
        Assert.Equal(masked[(masked.IndexOf(':', StringComparison.Ordinal) + 1)..masked.IndexOf(']', StringComparison.Ordinal)], masked.Split("jörg: [EMAIL:")[1].Split(']')[0]);
        Assert.Equal([Text], unmask.Texts);
        Assert.Equal([masked], other.Texts);
    }

    [Fact]
    public async Task A_missing_key_is_said_before_the_start()
    {
        Environment.SetEnvironmentVariable("STREAMING_TEST_NO_KEY", null);

        var fault = await Assert.ThrowsAsync<BadInputException>(() =>
            OperatorDriver.OpenAsync(new PiiMaskMapper(new() { Style = PiiMaskStyle.Hash, KeyVariable = "STREAMING_TEST_NO_KEY" })));
        Assert.Contains("STREAMING_TEST_NO_KEY", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nearly_all_of_a_labelled_set_is_found_and_nearly_nothing_else()
    {
        var detectors = new PiiDetectors(Enum.GetValues<PiiKind>(), ["US"], [], onlyPublicIps: true);
        var (found, right, labelled) = (0, 0, 0);
        var differences = new List<string>();
        foreach (var text in new LabelledPii(seed: 5).Make(400))
        {
            var places = detectors.In(text.Text).Select(f => (f.Span.Start, f.Span.End)).ToList();
            found += places.Count;
            labelled += text.Places.Count;
            differences.AddRange(text.Places.Where(p => !places.Contains((p.Start, p.End))).Select(p => $"{p.Kind} missed: {text.Text[p.Start..p.End]}"));
            differences.AddRange(places.Where(p => !text.Places.Any(l => (l.Start, l.End) == p)).Select(p => $"wrong: {text.Text[p.Start..p.End]}"));
            right += text.Places.Count(p => places.Contains((p.Start, p.End)));
        }

        Assert.True(right >= 0.97 * labelled, $"{right} of {labelled} found: {string.Join(", ", differences.Take(20))}");
        Assert.True(right >= 0.97 * found, $"{right} of {found} right: {string.Join(", ", differences.Take(20))}");
    }
}
