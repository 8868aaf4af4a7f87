using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Selection;

namespace Streaming.Operators.Grouping;

/// <summary>Joins samples into one for each group, in the order in which groups were first seen.</summary>
internal abstract class Grouper : WholeInputOperator
{
    private Column[] _carried = [];
    private StructType? _stats;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        _carried = [.. GroupColumns.Carried(input)];
        _stats = GroupColumns.StatsOf(input);
        return GroupColumns.Grouped(input);
    }

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        return base.OpenAsync(context);
    }

    /// <summary>The numbers of the members of each group.</summary>
    protected abstract IEnumerable<IReadOnlyList<int>> Groups();

    /// <inheritdoc/>
    protected sealed override IEnumerable<Action<SampleBatch>> GiveBack()
    {
        foreach (var members in Groups())
        {
            yield return batch =>
            {
                batch.Samples.Add(Join([.. members.Select(m => Shelf.Get(m, isLast: true))]));
                LetGo(members.Count);
            };
        }
    }

    private Sample Join(Sample[] members)
    {
        string[] ids = [.. members.Select(m => m.Id)];
        var group = new Sample { Id = IdOf(ids), Lineage = members[0].Lineage with { Parents = ids } };
        group.Meta[GroupColumns.Ids] = ids.ToArray<object?>();
        group.Meta[GroupColumns.Texts] = members.Select(m => (object?)m.Text).ToArray();
        foreach (var column in _carried)
        {
            group.Meta[column.Name] = members.Select(m => m.Meta[column.Name]).ToArray();
        }

        if (_stats is not null)
        {
            group.Meta[GroupColumns.Stats] = members.Select(m => (object?)_stats.Fields.Select(f => m.Stats[f.Name]).ToArray()).ToArray();
        }

        return group;
    }

    // Of the members' ids, so that it is the same on every run.
    private static string IdOf(string[] ids)
    {
        var hash = new XxHash128();
        foreach (var id in ids)
        {
            hash.Append(Encoding.UTF8.GetBytes(id));
            hash.Append([0]);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
