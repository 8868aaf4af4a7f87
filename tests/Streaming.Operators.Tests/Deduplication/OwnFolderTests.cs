using Streaming.Operators.Deduplication.Against;

namespace Streaming.Operators.Tests.Deduplication;

public sealed class OwnFolderTests : IDisposable
{
    private readonly DirectoryInfo _shared = Directory.CreateTempSubdirectory("streaming-own-");

    public void Dispose() => _shared.Delete(recursive: true);

    [Fact]
    public void Each_worker_has_one_of_its_own_and_the_next_run_has_it_again()
    {
        using (var first = OwnFolder.Take(_shared.FullName))
        using (var second = OwnFolder.Take(_shared.FullName))
        {
            Assert.Equal(["0", "1"], new[] { first, second }.Select(f => Path.GetFileName(f.Path)));
        }

        using var again = OwnFolder.Take(_shared.FullName);
        Assert.Equal("0", Path.GetFileName(again.Path));
    }
}
