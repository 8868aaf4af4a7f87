using Streaming.Models.Generation;
using Streaming.Models.Sessions;
using Streaming.Models.Tests.Goldens;
using Streaming.Models.Texts;

namespace Streaming.Models.Tests.Generation;

/// <summary>Prompts that take the places of those that have ended: each gets what it gets alone, whoever shares the batch.</summary>
public sealed class ContinuousBatchTests
{
    private static readonly string[] _beginnings = ["The", "The results show that the", "Anna bought", "In the morning, the harbour was", "A small red circle", "What", "It was a dark night and"];

    public static TheoryData<int, long> Limits => new() { { 1, long.MaxValue }, { 2, long.MaxValue }, { 5, long.MaxValue }, { 16, long.MaxValue }, { 64, 90 }, { int.MaxValue, long.MaxValue } };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Prompts_that_wait_get_what_they_get_alone(int rows, long tokens)
    {
        using var folder = new TinyDecoder(3, 11, 50);
        using var session = ModelSession.LoadWarm(folder.Path, new() { Device = ModelDevice.Cpu });
        var model = session.AsDecoder();
        var prompts = Enumerable.Range(0, 60).Select(i => model.Prepare(TinyDecoder.Prompt(i, 1 + (i * 7 % 23)))).ToArray();
        var settings = new GenerationSettings { MaxNewTokens = 70 };
        var alone = Array.ConvertAll(prompts, prompt => model.Generate([prompt], settings)[0][0]);
        Assert.True(alone.Select(text => text.Ids.Count).Distinct().Count() > 20, "The lengths are to be mixed.");
        Check(alone, model.Generate(prompts, settings, null, new() { MaxRows = rows, MaxTokens = tokens }));
    }

    [SkippableTheory]
    [InlineData(3, false)]
    [InlineData(8, false)]
    [InlineData(3, true)]
    public void A_real_decoder_writes_what_it_writes_alone(int rows, bool draws)
    {
        using var session = ModelSession.LoadWarm(GoldenFolders.Named("tiny-llama"), new() { Device = ModelDevice.Cpu });
        var model = session.AsDecoder();
        var prompts = Enumerable.Range(0, 40).Select(i => model.Prepare(string.Join(' ', Enumerable.Range(0, 1 + (i % 4)).Select(k => _beginnings[(i + (3 * k)) % _beginnings.Length])))).ToArray();
        var seeds = Enumerable.Range(0, prompts.Length).Select(i => (ulong)(i * 977)).ToArray();
        var settings = new GenerationSettings { MaxNewTokens = 60, Sample = draws, Temperature = 1.3f, RepetitionPenalty = 1.1f, StopStrings = ["ing"], EndTokenIds = [901, 904, 13, 260] };
        var alone = prompts.Select((prompt, i) => model.Generate([prompt], settings, [seeds[i]])[0][0]).ToArray();
        Assert.True(alone.Select(text => text.Ids.Count).Distinct().Count() > 5, "The lengths are to be mixed.");
        Check(alone, model.Generate(prompts, settings, seeds, new() { MaxRows = rows }));
    }

    [Fact]
    public void Beams_stay_in_the_batch_that_they_began_in_and_are_limited_too()
    {
        using var folder = new TinyDecoder(3, 11, 50);
        using var session = ModelSession.LoadWarm(folder.Path, new() { Device = ModelDevice.Cpu });
        var model = session.AsDecoder();
        var prompts = Enumerable.Range(0, 9).Select(i => model.Prepare(TinyDecoder.Prompt(i, 1 + (i * 3 % 11)))).ToArray();
        var settings = new GenerationSettings { MaxNewTokens = 20, Beams = 3 };
        Assert.False(model.LetsRowsIn(settings));
        Check(Array.ConvertAll(prompts, prompt => model.Generate([prompt], settings)[0][0]), model.Generate(prompts, settings, null, new() { MaxRows = 2 }));
    }

    [Fact]
    public void No_more_rows_are_active_than_there_may_be_and_none_waits_while_many_places_are_free()
    {
        var waiting = new PromptQueue([.. Enumerable.Repeat(10, 40)], new() { MaxRows = 16 });
        Assert.Equal(..16, waiting.Take(0, 0));
        Assert.Equal(16..16, waiting.Take(15, 20));
        Assert.Equal(16..18, waiting.Take(14, 20));
        Assert.Equal(18..34, waiting.Take(0, 0));
        Assert.Equal(34..40, waiting.Take(3, 0));
        Assert.True(waiting.IsEmpty);
    }

    [Fact]
    public void Rows_that_come_in_beside_long_ones_count_as_long_as_those()
    {
        var waiting = new PromptQueue([10, 10, 10, 10, 200], new() { MaxRows = 16, MaxTokens = 100 });
        Assert.Equal(..2, waiting.Take(0, 50));
        Assert.Equal(2..2, waiting.Take(2, 50));
        Assert.Equal(2..4, waiting.Take(1, 25));
        Assert.Equal(4..5, waiting.Take(0, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_row_without_numbers_is_its_own_fault_alone(int beams)
    {
        using var folder = new TinyDecoder(3, 11, 50);
        using var session = ModelSession.LoadWarm(folder.Path, new() { Device = ModelDevice.Cpu });
        var model = session.AsDecoder();
        var prompts = Enumerable.Range(0, 6).Select(i => i == 2 ? new TokenRow([5, -1, 4, 4]) : model.Prepare(TinyDecoder.Prompt(i, 4))).ToArray();
        var settings = new GenerationSettings { MaxNewTokens = 5, Beams = beams };
        var progress = new GenerationProgress(6);
        model.Generate(prompts, settings, null, new() { MaxRows = 3 }, progress, CancellationToken.None);
        Assert.Equal([2], Enumerable.Range(0, 6).Where(i => progress.Faults[i] is InvalidDataException));
        Assert.All(Enumerable.Range(0, 6).Where(i => i != 2), i => Assert.Equal(model.Generate([prompts[i]], settings)[0][0].Ids, progress.Results[i]![0].Ids));
        Assert.Throws<InvalidDataException>(() => model.Generate(prompts, settings));
    }

    [Fact]
    public void An_abort_ends_it_between_two_steps()
    {
        using var folder = new TinyDecoder();
        using var session = ModelSession.LoadWarm(folder.Path, new() { Device = ModelDevice.Cpu });
        var model = session.AsDecoder();
        using var abort = new CancellationTokenSource();
        var progress = new GenerationProgress(3) { Completed = (_, _) => abort.Cancel() };
        var prompts = Enumerable.Range(0, 3).Select(i => model.Prepare(TinyDecoder.Prompt(i, 4))).ToArray();
        Assert.Throws<OperationCanceledException>(() => model.Generate(prompts, new() { MaxNewTokens = 5 }, null, new() { MaxRows = 1 }, progress, abort.Token));
        Assert.Equal([1, 2], progress.Open);
    }

    private static void Check(Generated[] expected, Generated[][] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal((i, expected[i].Text, expected[i].Finish), (i, actual[i][0].Text, actual[i][0].Finish));
            Assert.Equal(expected[i].Ids, actual[i][0].Ids);
        }
    }
}
