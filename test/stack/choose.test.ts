import { expect, test } from "vitest";
import { chooseRuntime } from "../../sandbox/stack/choose.ts";
import type { Choice } from "../../sandbox/stack/choose.ts";
import type { Service } from "../../sandbox/stack/service.ts";
import { containerTest, greeter } from "../helpers/containers.ts";

const noEngine = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
const service = greeter("api");
const imageless: Service = { ...service, image: "127.0.0.1:1/firedrill-test/api:1.0" };
const programless: Service = { ...service, program: { binary: "firedrill-test-no-such-program" } };

const choose = (wanted: Choice["wanted"], of: Service, env = process.env) =>
  chooseRuntime({ wanted, services: [of], tools: [], progress: () => {}, env });

async function chosen(
  wanted: Choice["wanted"],
  of: Service,
  env?: NodeJS.ProcessEnv,
): Promise<readonly [string, string]> {
  const { runtime, why } = await choose(wanted, of, env);
  await runtime[Symbol.asyncDispose]();
  return [runtime.kind, why];
}

test("without an engine, auto takes processes and says where it looked", async () => {
  const [kind, why] = await chosen("auto", service, noEngine);
  expect(kind).toBe("process");
  expect(why).toMatch(/^processes: no engine answers at unix:\/\/\/nowhere\/docker\.sock .*no such socket/);
});

containerTest("with an engine that has the images, auto takes containers", async () => {
  const [kind, why] = await chosen("auto", service);
  expect(kind).toBe("container");
  expect(why).toMatch(/^containers: docker \S+ at \S+ answers and has the images$/);
});

containerTest("with an engine that can't get an image, auto takes processes and names the image", async () => {
  const [kind, why] = await chosen("auto", imageless);
  expect(kind).toBe("process");
  expect(why).toBe(`processes: the engine neither has nor can pull ${imageless.image}`);
});

containerTest("processes asked for by name are taken although an engine answers, and need no image", async () => {
  expect(await chosen("process", imageless)).toEqual(["process", "processes: asked for by name"]);
});

test("containers asked for by name without an engine are an error that says what to do", async () => {
  await expect(choose("container", service, noEngine)).rejects.toMatchObject({
    code: "engine-missing",
    message: expect.stringMatching(/unix:\/\/\/nowhere\/docker\.sock.*--runtime process/),
  });
});

containerTest("containers asked for by name without an image are an error, and with it are not", async () => {
  await expect(choose("container", imageless)).rejects.toMatchObject({ code: "image-missing" });
  expect((await chosen("container", service))[0]).toBe("container");
});

test("a program that is nowhere is an error by name, and no reason to start anything", async () => {
  for (const wanted of ["process", "auto"] as const)
    await expect(choose(wanted, programless, noEngine)).rejects.toMatchObject({
      code: "program-missing",
      message: expect.stringContaining("firedrill-test-no-such-program"),
    });
});
