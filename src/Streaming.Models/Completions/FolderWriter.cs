using Streaming.Models.Generation;
using Streaming.Models.Operators;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>Writes with a generator.</summary>
/// <param name="generator">The generator.</param>
/// <param name="inputOf">What it reads of a request.</param>
/// <param name="tokensOf">The tokens that it reads, for the counts.</param>
/// <param name="costOf">What a prepared request costs in a call; null: as the generator says. Pictures, all of one size, are counted.</param>
/// <param name="converses">Whether it goes on with conversations.</param>
internal sealed class FolderWriter<TInput, TPrepared>(
    TextGenerator<TInput, TPrepared> generator, Func<CompletionRequest, TInput> inputOf, Func<TPrepared, int> tokensOf, Func<TPrepared, int>? costOf = null, bool converses = false) : IFolderWriter
{
    public bool Converses => converses;

    public bool LetsRowsIn(GenerationSettings settings) => generator.LetsRowsIn(settings);

    public int CostOf(CompletionRequest request) => (costOf ?? generator.CostOf)(generator.Prepare(inputOf(request)));

    public void Write(IReadOnlyList<CompletionCall> calls, DecodingLimits limits, GenerationProgress progress, Action<CompletionCall, Generated, int> keep, CancellationToken abort)
    {
        var rows = new TPrepared[calls.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            try
            {
                rows[i] = generator.Prepare(inputOf(calls[i].Request));
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                progress.Faults[i] = e;
            }
        }

        progress.Completed = (i, texts) => keep(calls[i], texts[0], tokensOf(rows[i]));
        try
        {
            DeviceCall.Run(() => generator.Generate(rows, calls[0].Request.Settings, [.. calls.Select(call => call.Request.Seed)], limits, progress, abort));
        }
        finally
        {
            for (var i = 0; i < rows.Length; i++)
            {
                calls[i].Fault = progress.Faults[i];
            }
        }
    }
}
