namespace Streaming.Operators.Grouping;

/// <summary>Spreads samples whose columns are lists into one sample for each element: the opposite of the groupers. Columns that are no lists are carried by each of them.</summary>
/// <remarks>A sample whose lists differ in length becomes a dead letter. Data-Juicer's <c>__dj__batch_meta__</c> is dropped; it is not written to a file of its own.</remarks>
[Operator("naive_reverse_grouper")]
internal sealed class NaiveReverseGrouper : Expander
{
    private (string Name, bool IsList)[] _columns = [];
    private StructType? _stats;

    public override RowSchema Describe(RowSchema input)
    {
        _columns = [.. GroupColumns.Carried(input).Where(c => c.Name != Tags.GroupColumn).Select(c => (c.Name, c.Type is ListType))];
        _stats = (input.Find(GroupColumns.Stats)?.Type as ListType)?.Element as StructType;
        return HasLists ? GroupColumns.Spread(input.Without(Tags.GroupColumn)) : input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        return ValueTask.CompletedTask;
    }

    protected override IReadOnlyList<Sample> Expand(Sample sample) => HasLists ? Spread(sample) : [sample];

    protected override Rejection Explain(Sample sample) => new("its lists are empty");

    private bool HasLists => _columns.Any(c => c.IsList);

    private Sample[] Spread(Sample group)
    {
        var lists = _columns.Where(c => c.IsList).Select(c => (c.Name, Values: Elements(group.Meta[c.Name]))).Where(c => c.Values is not null).ToDictionary(c => c.Name, c => c.Values!);
        var lengths = lists.Values.Select(v => v.Length).Distinct().ToList();
        return lengths.Count <= 1
            ? [.. Enumerable.Range(0, lengths.Count == 0 ? 0 : lengths[0]).Select(i => Member(group, lists, i))]
            : throw new InvalidDataException($"The lists of a group differ in length: {string.Join(", ", lists.Select(l => $"{l.Key} {l.Value.Length}"))}.");
    }

    private Sample Member(Sample group, Dictionary<string, object?[]> lists, int at)
    {
        var member = new Sample
        {
            Id = Value(lists, GroupColumns.Ids, at) as string ?? $"{group.Id}-{at}",
            Text = Value(lists, GroupColumns.Texts, at) as string ?? "",
            Lineage = group.Lineage with { Parents = [group.Id] },
        };
        foreach (var (name, isList) in _columns.Where(c => c.Name is not (GroupColumns.Ids or GroupColumns.Texts or GroupColumns.Stats)))
        {
            member.Meta[name] = isList ? Value(lists, name, at) : group.Meta[name];
        }

        if (_stats is not null && Value(lists, GroupColumns.Stats, at) is object?[] stats)
        {
            foreach (var (field, value) in _stats.Fields.Zip(stats).Where(s => s.Second is not null))
            {
                member.Stats[field.Name] = value;
            }
        }

        return member;
    }

    private static object? Value(Dictionary<string, object?[]> lists, string name, int at) => lists.TryGetValue(name, out var values) ? values[at] : null;

    private static object?[]? Elements(object? list) => list switch
    {
        object?[] values => values,
        int[] or float[] => [.. ((Array)list).Cast<object>().Select(v => v is int i ? (object)(long)i : (double)(float)v)],
        _ => null,
    };
}
