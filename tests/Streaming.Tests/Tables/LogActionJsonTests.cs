using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

[Properties(Arbitrary = [typeof(SomeActions)], MaxTest = 300)]
public sealed class LogActionJsonTests
{
    // The tables of the protocol's section "Actions": field, JSON kind, whether it is required.
    private static readonly Dictionary<string, (string Field, JsonValueKind Kind, bool Required)[]> Protocol = new()
    {
        ["add"] =
        [
            ("path", JsonValueKind.String, true), ("partitionValues", JsonValueKind.Object, true), ("size", JsonValueKind.Number, true),
            ("modificationTime", JsonValueKind.Number, true), ("dataChange", JsonValueKind.True, true), ("stats", JsonValueKind.String, false), ("tags", JsonValueKind.Object, false),
        ],
        ["remove"] =
        [
            ("path", JsonValueKind.String, true), ("deletionTimestamp", JsonValueKind.Number, false), ("dataChange", JsonValueKind.True, true),
            ("extendedFileMetadata", JsonValueKind.True, false), ("partitionValues", JsonValueKind.Object, false), ("size", JsonValueKind.Number, false),
        ],
        ["txn"] = [("appId", JsonValueKind.String, true), ("version", JsonValueKind.Number, true), ("lastUpdated", JsonValueKind.Number, false)],
        ["protocol"] = [("minReaderVersion", JsonValueKind.Number, true), ("minWriterVersion", JsonValueKind.Number, true)],
        ["metaData"] =
        [
            ("id", JsonValueKind.String, true), ("name", JsonValueKind.String, false), ("description", JsonValueKind.String, false), ("format", JsonValueKind.Object, true),
            ("schemaString", JsonValueKind.String, true), ("partitionColumns", JsonValueKind.Array, true), ("createdTime", JsonValueKind.Number, false), ("configuration", JsonValueKind.Object, true),
        ],
    };

    [Property]
    public void What_is_written_is_read_back(LogAction[] actions) =>
        Assert.Equal(actions.Select(Describe), LogActionJson.Read(LogActionJson.Write(actions), "0.json").Select(Describe));

    [Property]
    public void Every_line_keeps_to_the_protocol(LogAction[] actions)
    {
        foreach (var line in Lines(actions))
        {
            using var document = JsonDocument.Parse(line);
            var action = Assert.Single(document.RootElement.EnumerateObject());
            if (Protocol.TryGetValue(action.Name, out var fields))
            {
                AssertFields(action.Value, fields);
            }
            else
            {
                Assert.Equal("commitInfo", action.Name);
            }
        }
    }

    [Property]
    public void A_path_is_written_as_a_uri_reference_that_stays_below_the_table(LogAction[] actions)
    {
        foreach (var (line, path) in Lines(actions).Zip(actions.Select(PathOf)).Where(l => l.Second is not null))
        {
            var written = JsonNode.Parse(line)!.AsObject().Single().Value!["path"]!.GetValue<string>();
            Assert.True(written.All(c => char.IsAsciiLetterOrDigit(c) || "-._~%/".Contains(c, StringComparison.Ordinal)), written);
            Assert.Equal(path, Uri.UnescapeDataString(written));
        }
    }

    [Fact]
    public void Unknown_actions_and_fields_are_passed_over()
    {
        var entry = """
            {"domainMetadata":{"domain":"x","configuration":"","removed":false}}
            {"cdc":{"path":"_change_data/x","partitionValues":{},"size":1,"dataChange":false}}

            {"add":{"path":"part-0.parquet","partitionValues":{},"size":7,"modificationTime":9,"dataChange":true,"stats":null,"tags":{"a":null,"b":"c"},"deletionVector":null,"baseRowId":null,"defaultRowCommitVersion":null,"clusteringProvider":null}}
            """;
        var add = Assert.IsType<AddAction>(Assert.Single(LogActionJson.Read(Encoding.UTF8.GetBytes(entry), "0.json")));
        Assert.Equal(("part-0.parquet", 7, 9, "c"), (add.Path, add.Size, add.ModificationTime, add.Tags!["b"]));
    }

    [Theory]
    [InlineData("../other/part.parquet")]
    [InlineData("a/%2E%2E/%2e%2e/part.parquet")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("s3://bucket/part.parquet")]
    [InlineData("a%5Cb")]
    [InlineData("")]
    public void A_path_that_leaves_the_table_is_refused(string path)
    {
        foreach (var action in (string[])["add", "remove"])
        {
            var line = $$$"""{"{{{action}}}":{"path":"{{{path}}}","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}""";
            var error = Assert.Throws<BadInputException>(() => LogActionJson.Read(Encoding.UTF8.GetBytes(line), "0.json"));
            Assert.Contains("is refused", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"add":{"path":"a","size":1,"dataChange":true}}""", "add.modificationTime is missing")]
    [InlineData("""{"add":{"path":"a","size":"1","modificationTime":1,"dataChange":true}}""", "add.size is String")]
    [InlineData("""{"add":{"path":"a","size":1.5,"modificationTime":1,"dataChange":true}}""", "add.size is not a whole number")]
    [InlineData("""{"add":{"path":"a","size":1,"modificationTime":1,"dataChange":true,"deletionVector":{"storageType":"u"}}}""", "deletion vectors")]
    [InlineData("""{"txn":{"appId":"a"}}""", "txn.version is missing")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "line 1")]
    public void A_line_that_breaks_the_protocol_says_where(string line, string message)
    {
        var error = Assert.Throws<BadInputException>(() => LogActionJson.Read(Encoding.UTF8.GetBytes(line), "0.json"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string[] Lines(IEnumerable<LogAction> actions) =>
        Encoding.UTF8.GetString(LogActionJson.Write(actions)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertFields(JsonElement action, (string Field, JsonValueKind Kind, bool Required)[] fields)
    {
        foreach (var (field, kind, required) in fields)
        {
            Assert.Equal(required || action.TryGetProperty(field, out _), action.TryGetProperty(field, out var value));
            Assert.True(value.ValueKind is JsonValueKind.Undefined || value.ValueKind == kind || (kind == JsonValueKind.True && value.ValueKind == JsonValueKind.False), field);
        }

        Assert.Empty(action.EnumerateObject().Select(f => f.Name).Except(fields.Select(f => f.Field)));
    }

    private static string? PathOf(LogAction action) => action switch { AddAction a => a.Path, RemoveAction r => r.Path, _ => null };

    // Dictionaries compare by reference; their text does not.
    private static string Describe(LogAction action) => action switch
    {
        AddAction a => $"{a with { Tags = null }} {Describe(a.Tags)}",
        MetadataAction m => $"{m.Id} {m.Name} {m.Description} {m.SchemaString} {m.CreatedTime} {m.FormatProvider} {Describe(m.Configuration)}",
        CommitInfoAction c => c.Fields.ToJsonString(),
        _ => action.ToString(),
    };

    private static string Describe(IReadOnlyDictionary<string, string>? map) => map is null ? "none" : string.Join('|', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}→{p.Value}"));
}
