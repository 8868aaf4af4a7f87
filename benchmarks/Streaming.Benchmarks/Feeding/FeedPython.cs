using Streaming.Benchmarks.Comparisons;
using Streaming.Feed;
using Streaming.Testing;

namespace Streaming.Benchmarks.Feeding;

/// <summary>Samples a second of a trainer in Python with a real pyarrow, in a process of its own, beside reading the same files with pyarrow itself.</summary>
internal static class FeedPython
{
    private const string Program = """
        import sys, glob, json, urllib.request
        how, where, passes, columns = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4].split(",")
        rows = 0
        if how == "http":
            import pyarrow.ipc as ipc
            with urllib.request.urlopen(f"{where}/v1/feed?passes={passes}&columns={','.join(columns)}") as response:
                for batch in ipc.open_stream(response):
                    rows += batch.num_rows
        elif how == "flight":
            import pyarrow.flight as flight
            with flight.connect(where) as client:
                for chunk in client.do_get(flight.Ticket(json.dumps({"passes": passes, "columns": columns}).encode())):
                    rows += chunk.data.num_rows
        else:
            import pyarrow as pa, pyarrow.parquet as pq
            pa.set_cpu_count(1)
            for _ in range(passes):
                for path in glob.glob(where + "/*.parquet"):
                    for batch in pq.ParquetFile(path).iter_batches(64, columns=columns, use_threads=False):
                        rows += batch.num_rows
        print(rows)
        """;

    /// <summary>Arguments: documents of the table (default 40,000), rounds (default 5), passes (default 20).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (python, why) = await PyArrow.PythonAsync();
        if (python is null)
        {
            throw new InvalidOperationException(why);
        }

        var passes = Argument.At(arguments, 2, 20);
        var table = await PackTable.OfAsync(Argument.At(arguments, 0, 40_000));
        await using var server = await FeedServer.StartAsync(new() { Tables = ["packs=" + table], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default);
        var samples = server.Tables[0].Rows * passes;
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("pyarrow reading the files, one thread", () => RunAsync(python, samples, passes, "files", table))
            .Add("pyarrow over HTTP", () => RunAsync(python, samples, passes, "http", server.HttpAddress))
            .Add("pyarrow over Flight", () => RunAsync(python, samples, passes, "flight", server.FlightAddress))
            .RunAsync(samples, "samples");
        Console.WriteLine("The processor seconds are the server's alone. Starting Python and loading pyarrow are in every row.");
    }

    private static async Task RunAsync(string python, long samples, int passes, string how, string where)
    {
        var (code, output, errors) = await PyArrow.RunAsync(python, ["-c", Program, how, where, $"{passes}", PackTable.Columns]);
        if (code != 0 || long.Parse(output.Trim(), System.Globalization.CultureInfo.InvariantCulture) != samples)
        {
            throw new InvalidOperationException($"{how}: {output} of {samples} rows; {errors}");
        }
    }
}
