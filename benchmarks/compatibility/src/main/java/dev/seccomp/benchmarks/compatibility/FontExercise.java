/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.seccomp.benchmarks.compatibility;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.springframework.stereotype.Component;

/**
 * A text drawn by AWT without a display.
 */
@Component("awt")
class FontExercise implements Exercise {

	@Override
	public void run(Path folder) throws Exception {
		GraphicsEnvironment environment = GraphicsEnvironment.getLocalGraphicsEnvironment();
		Exercise.check(environment.getAvailableFontFamilyNames().length > 0, "no fonts");
		BufferedImage image = new BufferedImage(200, 50, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.WHITE);
		graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
		graphics.drawString("text", 10, 40);
		graphics.dispose();
		for (String format : new String[] { "png", "jpg" }) {
			Path file = folder.resolve("text." + format);
			ImageIO.write(image, format, file.toFile());
			BufferedImage read = ImageIO.read(file.toFile());
			int[] pixels = read.getRGB(0, 0, read.getWidth(), read.getHeight(), null, 0, read.getWidth());
			Exercise.check(Arrays.stream(pixels).distinct().count() > 1, "an empty picture");
		}
	}

}
