using Streaming.Tables;

namespace Streaming.Tests.Tables;

public sealed class TwoProcessTests
{
    private const int Objects = 200;

    [Fact]
    public async Task Each_object_is_put_by_one_of_two_processes()
    {
        using var folder = new TemporaryFolder();
        using var first = RacingProcess.Start(folder.Path, Objects, "first");
        using var second = RacingProcess.Start(folder.Path, Objects, "second");
        Assert.Equal(("ready", "ready"), (await first.StandardOutput.ReadLineAsync(), await second.StandardOutput.ReadLineAsync()));
        await Task.WhenAll(first.StandardInput.WriteLineAsync(), second.StandardInput.WriteLineAsync());
        await Task.WhenAll(first.StandardInput.FlushAsync(), second.StandardInput.FlushAsync());
        var won = (await Task.WhenAll(first.StandardOutput.ReadToEndAsync(), second.StandardOutput.ReadToEndAsync()))
            .Select(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet()).ToArray();

        Assert.Equal(Enumerable.Range(0, Objects), won[0].Concat(won[1]).Order());
        var store = new LocalStore(folder.Path);
        foreach (var i in Enumerable.Range(0, Objects))
        {
            Assert.Equal(won[0].Contains(i) ? "first" : "second", await Entries.ReadAsync(store, $"_delta_log/{i:D20}.json"));
        }
    }
}
