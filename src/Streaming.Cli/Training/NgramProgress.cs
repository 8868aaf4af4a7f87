using Streaming.Cli.Analysis.Reading;
using Streaming.Operators.Filtering.LanguageModels.Training;

namespace Streaming.Cli.Training;

/// <summary>Tells on standard error how far each step of a training is.</summary>
internal sealed class NgramProgress(Terminal terminal, Settings settings) : INgramProgress
{
    private ReadPace? _pace;

    public void Begin(string what, long total)
    {
        End();
        _pace = new(terminal, settings, new(total, null), long.MaxValue, $"n-grams, {what}");
    }

    public void Advance(long runs) => _pace?.Add(runs, 0);

    public void End() => _pace?.End();
}
