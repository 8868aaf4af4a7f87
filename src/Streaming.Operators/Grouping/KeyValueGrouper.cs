using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using Streaming.Operators.Filtering;

namespace Streaming.Operators.Grouping;

/// <summary>Options of <c>key_value_grouper</c>.</summary>
internal sealed record KeyValueGrouperOptions
{
    /// <summary>The fields whose values make a group, as dotted paths; by default the text.</summary>
    public IReadOnlyList<string>? GroupByKeys { get; init; }
}

/// <summary>Joins samples that have the same values of some fields into one: a list a column, ids in <c>ids</c>, texts in <c>texts</c>, stats in <c>stats</c>. Groups come in the order in which they were first seen.</summary>
/// <remarks>Needs the whole input, which must be bounded: samples beyond an eighth of the run's budget lie on disk; 8 bytes a sample and 80 a group are in memory, and one group at a time.</remarks>
[Operator("key_value_grouper", Example = "{ group_by_keys: [caption] }")]
internal sealed class KeyValueGrouper(KeyValueGrouperOptions options) : Grouper
{
    private const int BytesEachGroup = 80;

    private readonly Dictionary<UInt128, int> _groups = [];
    private readonly List<List<int>> _members = [];
    private readonly ArrayBufferWriter<byte> _key = new();
    private FieldPath[] _fields = [];
    private int _seen;

    protected override long BesideBytes => ((long)_groups.Count * BytesEachGroup) + (8L * _seen);

    public override RowSchema Describe(RowSchema input)
    {
        _fields = [.. (options.GroupByKeys is { Count: > 0 } keys ? keys : [KnownColumns.Text]).Select(k => FieldPath.Find(k, input))];
        return base.Describe(input);
    }

    protected override void Learn(Sample sample)
    {
        _key.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_key))
        {
            json.WriteStartArray();
            foreach (var field in _fields)
            {
                SampleJson.WriteValue(json, field.Of(sample));
            }

            json.WriteEndArray();
        }

        var key = XxHash128.HashToUInt128(_key.WrittenSpan);
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups.Add(key, group = _members.Count);
            _members.Add([]);
        }

        _members[group].Add(_seen++);
    }

    protected override IEnumerable<IReadOnlyList<int>> Groups() => _members;
}
