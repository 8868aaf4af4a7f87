using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Tests.Runtime;

public sealed class ScratchFolderTests
{
    // Operators ask for it with each file that they make: a folder each would be one for each sample of a run without end.
    [Fact]
    public async Task An_operator_has_one_scratch_folder_however_often_it_asks_and_it_is_gone_with_the_run()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 10) };
        var asked = new Asked();
        var report = await topology.From("in", ListSourceOptions.Numbered(50)).Then(TestTopology.Step<ScratchProbe>(asked)).RunAsync();

        Assert.Null(report.Error);
        Assert.Single(asked.Folders.Distinct());
        Assert.True(asked.Folders.Count > 1);
        Assert.False(Directory.Exists(asked.Folders[0]));
    }

    /// <summary>The folders that the operator was given.</summary>
    public sealed record Asked
    {
        public List<string> Folders { get; } = [];
    }

    /// <summary>Asks for its scratch folder with each batch.</summary>
    [Operator("scratch_probe")]
    public sealed class ScratchProbe(Asked asked) : Operator
    {
        private Func<string>? _folder;

        public override bool IsSerial => true;

        public override ValueTask OpenAsync(OperatorContext context)
        {
            _folder = context.ScratchFolder;
            return base.OpenAsync(context);
        }

        public override ValueTask ApplyAsync(SampleBatch batch)
        {
            asked.Folders.Add(_folder!());
            return ValueTask.CompletedTask;
        }
    }
}
