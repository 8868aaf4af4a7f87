namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>For the runs of each length what a model that backs off from them has to give to shorter ones, in the order of their words.</summary>
internal sealed class ContextWeights(NgramTraining training) : IDisposable
{
    private readonly RecordFile?[] _files = new RecordFile?[training.Order + 1];

    /// <summary>The weights of a length's runs.</summary>
    public RecordFile Of(int length) => _files[length] ??= new(training.Folder, ShapeOf(length).Width);

    /// <summary>The shape of their records.</summary>
    public static RecordShape ShapeOf(int length) => new(length, 1, FromRight: false);

    public void Dispose() => Array.ForEach(_files, file => file?.Dispose());
}
