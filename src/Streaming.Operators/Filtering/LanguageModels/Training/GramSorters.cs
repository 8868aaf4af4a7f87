namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>A sorter for the runs of each length from two words on, within a share of the memory.</summary>
internal sealed class GramSorters : IDisposable
{
    private readonly RecordSorter?[] _sorters;
    private readonly Func<int, RecordShape> _shape;

    public GramSorters(NgramTraining training, Func<int, RecordShape> shape)
    {
        _shape = shape;
        var allowance = training.SortingBytes / 4 / Math.Max(1, training.Order - 1);
        _sorters = [.. Enumerable.Range(0, training.Order + 1).Select(order => order < 2 ? null : new RecordSorter(shape(order), allowance, training.Folder))];
    }

    /// <summary>The sorter of a length.</summary>
    public RecordSorter this[int order] => _sorters[order]!;

    /// <summary>The shape of its records.</summary>
    public RecordShape ShapeOf(int order) => _shape(order);

    /// <summary>Lets go of what a sorter holds.</summary>
    public void Release(int order) => _sorters[order]!.Dispose();

    public void Dispose() => Array.ForEach(_sorters, sorter => sorter?.Dispose());
}
